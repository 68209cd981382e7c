import { randomUUID } from 'node:crypto'
import type { Examination, ExamineOrder, Finding } from '#shared/contract/doctor.ts'
import type { Catalogue } from '#shared/messages/catalogue.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Dialect } from '../idp/dialects/dialect.ts'
import type { FaultInjector } from '../idp/faults/fault-injector.ts'
import { followExchanges } from '../outgoing/exchange-trail.ts'
import { Walk } from './examine.ts'
import { describePassed } from './describe-passed.ts'
import type { Evidence } from './evidence.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { RuleFix, Rule } from './rule.ts'
import { RULES, STAGES } from './rules.ts'
import { FAILED_RULES } from './rules/failed-rules.ts'
import { UNFINISHED_RULE } from './rules/unfinished-rules.ts'
import type { Subject } from './subject/find-subject.ts'
import { type DoctorTarget, findTarget } from './target.ts'
import type { ExamineDeps } from './walk-tools.ts'

export interface DoctorDeps extends ExamineDeps {
  /** Origin of the embedded identity provider. */
  idp: string
  openDialect: (id: string) => Promise<Dialect>
  faults: FaultInjector
  /** In which findings are told. */
  language: Catalogue
  /** What an order is about: the client, the provider and the failure of the place where it begins. */
  findSubject: (order: ExamineOrder) => Promise<Subject>
}

/** Finds out why a client and its provider do not work together. */
export interface Doctor {
  /**
   * Makes the calls of a client from discovery to an API call, reports findings, and deletes the clients
   * that it registered.
   */
  examine(order: ExamineOrder): Promise<Examination>
  /**
   * Applies a finding's fix and examines again.
   *
   * @throws AppError `RECORD_NOT_FOUND`, `INPUT_INVALID` where a person has to apply the fix.
   */
  applyFix(examination: string, finding: string): Promise<Examination>
}

const KEPT = 50

export function createDoctor(deps: DoctorDeps): Doctor {
  const orders = new Map<string, Kept>()
  const embedded = new URL(deps.idp).host

  async function examine(asked: ExamineOrder): Promise<Examination> {
    const subject = await deps.findSubject(asked)
    const { order, about } = subject
    const target = await findTarget(deps.openDialect, order)
    if (order.api.id !== undefined) deps.apiProbe.require(order.api.id)
    const walk = new Walk(deps, target, subject)
    const left_behind = await carryOut(deps, { walk, target, subject })
    const { initial_access_token: _secret, ...shown } = order
    const id = randomUUID()
    orders.set(id, { order, hasOwn: subject.own !== undefined })
    for (const oldest of orders.keys()) if (orders.size > KEPT) orders.delete(oldest)
    return {
      id,
      at: new Date().toISOString(),
      order: shown,
      ...(about && { about }),
      findings: findCauses(walk.evidence, {
        order,
        embedded,
        language: deps.language,
        hasOwn: subject.own !== undefined,
      }),
      passed: describePassed(walk.evidence, deps.language),
      exchanges: walk.exchanges,
      left_behind,
    }
  }

  return {
    examine,
    applyFix(examination, finding) {
      const kept = orders.get(examination)
      const rule = RULES.find(({ id }) => id === finding)
      if (!kept || !rule)
        throw new AppError('RECORD_NOT_FOUND', { detail: 'There is no such finding any more.' })
      const { order } = kept
      const { client, faults = [], api } = rule.fix
      if (!isAutomatic(rule.fix, { ...kept, embedded })) {
        const { fix } = deps.language.findings[rule.id]
        throw new AppError('INPUT_INVALID', {
          detail: `"${fix}" has to be done at the provider.`,
        })
      }
      deps.faults.set(deps.faults.list().filter(({ id }) => !faults.includes(id)))
      return examine({
        ...order,
        client: { ...order.client, ...client },
        api: { ...order.api, ...api },
      })
    },
  }
}

interface Kept {
  order: ExamineOrder
  /** The examined client is a person's own, which no fix may change. */
  hasOwn: boolean
}

interface Setting extends Kept {
  /** Host and port of the embedded identity provider. */
  embedded: string
}

interface Telling extends Setting {
  language: Catalogue
}

interface Errand {
  walk: Walk
  target: DoctorTarget
  subject: Subject
}

/** @returns Which clients of the walk are left behind, in words. */
async function carryOut(deps: DoctorDeps, { walk, target, subject }: Errand): Promise<string[]> {
  if (subject.isRecordOnly) return []
  const isOwn = subject.own !== undefined
  const returnScope = isOwn ? undefined : await target.makeTemporaryScope()
  let left_behind: string[] = []
  await followExchanges(walk.exchanges, async () => {
    try {
      await walk.go()
    } finally {
      await returnScope?.()
      left_behind = await cleanUp(deps, walk)
    }
  })
  return left_behind
}

/** The first error of each stage, and every warning. */
function findCauses(evidence: Evidence, setting: Telling): Finding[] {
  const findings: Finding[] = []
  for (const stage of STAGES) {
    let hasError = false
    for (const rule of stage) {
      const isError = (rule.severity ?? 'error') === 'error'
      if (isError && hasError) continue
      const facts = rule.find(evidence)
      if (!facts) continue
      findings.push(tellFinding(rule, facts, { evidence, setting }))
      hasError ||= isError
    }
  }
  // Where something failed, an examination that found no error explains nothing yet.
  if (!findings.some(({ severity }) => severity === 'error'))
    for (const rule of FAILED_RULES) {
      const facts = rule.find(evidence)
      if (facts) findings.unshift(tellFinding(rule, facts, { evidence, setting }))
    }
  // No finding is an all-clear, which takes an answer of the API.
  const unfinished = findings.length === 0 && UNFINISHED_RULE.find(evidence)
  if (unfinished) findings.push(describeFinding(UNFINISHED_RULE, unfinished, setting))
  return findings
}

function tellFinding(
  rule: Rule,
  facts: object,
  { evidence, setting }: { evidence: Evidence; setting: Telling },
): Finding {
  const layer = rule.layerOf?.(evidence)
  return { ...describeFinding(rule, facts, setting), ...(layer && { layer }) }
}

function describeFinding(rule: Rule, facts: object, { language, ...setting }: Telling): Finding {
  const { id, pain, layer, reference, fix, severity = 'error' } = rule
  const { title, seen, expected, cause, fix: label } = language.findings[id]
  return {
    id,
    ...(pain !== undefined && { pain }),
    layer,
    severity,
    title,
    seen: typeof seen === 'string' ? seen : seen(facts as never),
    ...(Object.keys(facts).length > 0 && { facts: { ...facts } }),
    expected,
    cause,
    reference,
    fix: { label, is_automatic: isAutomatic(fix, setting) },
  }
}

/**
 * The doctor can change every client, a temporary API, and the embedded provider, but no other API or
 * provider.
 */
function isAutomatic(
  { client, faults, api }: RuleFix,
  { order, embedded, hasOwn }: Setting,
): boolean {
  const isEmbedded = order.host === undefined || readHost(order.host) === embedded
  const isClient = client !== undefined && (!hasOwn || isAboutRequest(client))
  return (
    isClient ||
    (faults !== undefined && isEmbedded) ||
    (api !== undefined && order.api.id === undefined)
  )
}

/** The scope of a token request is no member of the client. */
function isAboutRequest(client: NonNullable<RuleFix['client']>): boolean {
  return Object.keys(client).every((name) => name === 'scope')
}

function readHost(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}

/** Deletes what the walk registered, and looks whether it is gone. @returns What is left, in words. */
async function cleanUp({ registrar, language }: DoctorDeps, walk: Walk): Promise<string[]> {
  const { CLIENT, CLIENT_WITHOUT_ID, CLIENT_KEPT, CLIENT_SURVIVES } = language.examination
  const left: string[] = []
  for (const id of walk.registered) {
    const { client_id, client_name = '', state } = registrar.get(id) ?? {}
    const name = { name: client_name }
    const client =
      client_id === undefined ? CLIENT_WITHOUT_ID(name) : CLIENT({ ...name, id: client_id })
    try {
      await registrar.remove(id)
    } catch (thrown) {
      const failure = CLIENT_KEPT({ client, failure: AppError.from(thrown).message })
      left.push(failure)
      walk.evidence.undeleted.push(failure)
      continue
    }
    if (state !== 'active') continue
    if (!(await canBeRead(registrar, id))) {
      walk.evidence.gone += 1
      continue
    }
    walk.evidence.survivors.push(client)
    left.push(CLIENT_SURVIVES({ client }))
  }
  return left
}

/** A client that can still be read after its deletion is marked as registered again in the ledger. */
function canBeRead(registrar: Registrar, id: string): Promise<boolean> {
  return registrar.read(id).then(
    () => true,
    () => false,
  )
}
