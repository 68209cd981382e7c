import { randomUUID } from 'node:crypto'
import type { Examination, ExamineOrder, Finding } from '#shared/contract/doctor.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Dialect } from '../idp/dialects/dialect.ts'
import type { FaultDesk } from '../idp/faults/fault-desk.ts'
import { type ExamineDeps, Walk } from './examine.ts'
import type { Evidence } from './evidence.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { Remedy, Rule } from './rule.ts'
import { RULES, STAGES } from './rules.ts'
import { findTarget } from './target.ts'

export interface DoctorDeps extends ExamineDeps {
  /** Origin of the embedded identity provider. */
  idp: string
  openDialect: (id: string) => Promise<Dialect>
  faults: FaultDesk
  /** An order that names a run, with what that run works with. */
  fillFromRun: (order: ExamineOrder) => ExamineOrder
}

/** Finds out what is wrong between a client and its provider. */
export interface Doctor {
  /** Walks the way of a client, names what it finds, and deletes what it registered. */
  examine(order: ExamineOrder): Promise<Examination>
  /**
   * Applies a finding's fix and examines again.
   *
   * @throws AppError `RECORD_NOT_FOUND`, `INPUT_INVALID` where a person has to do it.
   */
  applyFix(examination: string, finding: string): Promise<Examination>
}

const KEPT = 50

export function createDoctor(deps: DoctorDeps): Doctor {
  const orders = new Map<string, ExamineOrder>()
  const embedded = new URL(deps.idp).host

  async function examine(asked: ExamineOrder): Promise<Examination> {
    const order = deps.fillFromRun(asked)
    const target = await findTarget(deps.openDialect, order)
    if (order.api.id !== undefined) deps.apiProbe.require(order.api.id)
    const returnScope = await target.lendScope()
    const walk = new Walk(deps, target, order)
    let left_behind: string[] = []
    try {
      await walk.go()
    } finally {
      await returnScope()
      left_behind = await cleanUp(deps, walk)
    }
    const { initial_access_token: _secret, ...shown } = order
    const id = randomUUID()
    orders.set(id, order)
    for (const oldest of orders.keys()) if (orders.size > KEPT) orders.delete(oldest)
    return {
      id,
      at: new Date().toISOString(),
      order: shown,
      findings: findCauses(walk.evidence, { order, embedded }),
      passed: describePassed(walk.evidence),
      exchanges: walk.exchanges,
      left_behind,
    }
  }

  return {
    examine,
    applyFix(examination, finding) {
      const order = orders.get(examination)
      const rule = RULES.find(({ id }) => id === finding)
      if (!order || !rule)
        throw new AppError('RECORD_NOT_FOUND', { detail: 'There is no such finding any more.' })
      const { client, faults = [], api } = rule.remedy
      if (!isAutomatic(rule.remedy, { order, embedded }))
        throw new AppError('INPUT_INVALID', {
          detail: `"${rule.remedy.label}" has to be done at the provider.`,
        })
      deps.faults.set(deps.faults.list().filter(({ id }) => !faults.includes(id)))
      return examine({
        ...order,
        client: { ...order.client, ...client },
        api: { ...order.api, ...api },
      })
    },
  }
}

interface Setting {
  order: ExamineOrder
  /** Host and port of the embedded identity provider. */
  embedded: string
}

/** The first error of each stage, and every warning. */
function findCauses(evidence: Evidence, setting: Setting): Finding[] {
  const findings: Finding[] = []
  for (const stage of STAGES) {
    let hasError = false
    for (const rule of stage) {
      const isError = (rule.severity ?? 'error') === 'error'
      if (isError && hasError) continue
      const seen = rule.find(evidence)
      if (!seen) continue
      findings.push(describeFinding(rule, seen, setting))
      hasError ||= isError
    }
  }
  return findings
}

function describeFinding(rule: Rule, seen: string, setting: Setting): Finding {
  const { id, pain, layer, title, expected, cause, reference, remedy, severity = 'error' } = rule
  return {
    id,
    ...(pain !== undefined && { pain }),
    layer,
    severity,
    title,
    seen,
    expected,
    cause,
    reference,
    fix: { label: remedy.label, is_automatic: isAutomatic(remedy, setting) },
  }
}

/** A client can be changed anywhere, an API where it is lent, a provider only where it is ours. */
function isAutomatic({ client, faults, api }: Remedy, { order, embedded }: Setting): boolean {
  const isEmbedded = order.host === undefined || readHost(order.host) === embedded
  return (
    client !== undefined ||
    (faults !== undefined && isEmbedded) ||
    (api !== undefined && order.api.id === undefined)
  )
}

function readHost(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}

/** The name and, where it is encrypted, the certificate. */
function describeConnection({ connection }: Evidence): Examination['passed'] {
  if (!connection || connection.addresses.length === 0) return []
  const { host, port, addresses, connectFailure, tls } = connection
  const passed: Examination['passed'] = []
  if (addresses[0] !== host)
    passed.push({ layer: 'network', text: `${host} is ${addresses.join(', ')}` })
  if (connectFailure === undefined)
    passed.push({ layer: 'network', text: `Port ${port} is open${tls ? '' : ', not encrypted'}` })
  if (tls?.protocol !== undefined)
    passed.push({ layer: 'network', text: `${tls.protocol}, a certificate for ${tls.names}` })
  return passed
}

function describePassed(evidence: Evidence): Examination['passed'] {
  const { discovery, registration, management, token, keys, claims, call } = evidence
  const passed: Examination['passed'] = describeConnection(evidence)
  if (discovery) passed.push({ layer: 'discovery', text: `Metadata at ${discovery.source}` })
  if (registration?.granted)
    passed.push({ layer: 'registration', text: `Registered, ${registration.seen.status}` })
  if (management?.read === 200) passed.push({ layer: 'management', text: 'The client can be read' })
  if (token?.seen.status === 200)
    passed.push({ layer: 'token', text: `A token with ${token.method}` })
  if (keys && !keys.problem)
    passed.push({
      layer: 'keys',
      text: `${keys.kids.length === 1 ? '1 key' : `${keys.kids.length} keys`} in ${keys.tookMs} ms`,
    })
  if (claims) passed.push({ layer: 'gateway', text: `Claims: ${Object.keys(claims).join(', ')}` })
  if (call && call.status < 300)
    passed.push({
      layer: 'gateway',
      text: `${call.status} from the API, after ${countPassed(call)} checks of the gateway`,
    })
  return passed
}

function countPassed({ verdict }: NonNullable<Evidence['call']>): number {
  return verdict?.checks.filter(({ state }) => state === 'passed').length ?? 0
}

/** Deletes what the walk registered, and looks whether it is gone. @returns What is left, in words. */
async function cleanUp({ registrar }: DoctorDeps, walk: Walk): Promise<string[]> {
  const left: string[] = []
  for (const id of walk.registered) {
    const { client_id, client_name, state } = registrar.get(id) ?? {}
    const name = `${client_name} (${client_id ?? 'id unknown'})`
    try {
      await registrar.remove(id)
    } catch (thrown) {
      left.push(`${name}: ${AppError.from(thrown).message}`)
      continue
    }
    const isThere = state === 'active' && (await canBeRead(registrar, id))
    if (!isThere) continue
    walk.evidence.survivors.push(name)
    left.push(`${name}: the provider confirmed its deletion and still has it.`)
  }
  return left
}

/** What can be read again stands in the ledger as alive again. */
function canBeRead(registrar: Registrar, id: string): Promise<boolean> {
  return registrar.read(id).then(
    () => true,
    () => false,
  )
}
