import type { Exchange } from '#shared/contract/exchange.ts'
import type { Fact, Run } from '#shared/contract/run.ts'
import type { Verdict, VerdictCheck } from '#shared/contract/verdict.ts'
import { DIALECTS } from '#shared/idp/dialects.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { findJwt } from '../../lib/jwt.ts'
import { tellTime } from './read-refusal.ts'

export interface ComparedRow {
  label: string
  left: string
  right: string
  isDifferent: boolean
}

/** Two things beside each other, what differs first. */
export interface Comparison {
  left: { title: string; subtitle: string }
  right: { title: string; subtitle: string }
  rows: readonly ComparedRow[]
  question: string
}

const MAX_ROWS = 6
const CLAIMS = ['iss', 'sub', 'aud', 'scp', 'scope', 'cid', 'azp']
/** Ids and moments differ between any two runs, so they teach nothing. */
const DULL = new Set(['page', 'definition', 'client', 'expires', 'access_token', 'verdict', 'body'])

/** The refused call of a scene beside the call that passed; nothing while one of them is missing. */
export function compareCalls(
  exchanges: readonly Exchange[],
  verdicts: ReadonlyMap<string, Verdict>,
): Comparison | undefined {
  const decided = exchanges
    .filter(({ to }) => to === 'gateway')
    .flatMap(({ verdict }) => (verdict === undefined ? [] : (verdicts.get(verdict) ?? [])))
  const refused = decided.findLast(({ is_allowed }) => !is_allowed)
  const passed = decided.findLast(({ is_allowed }) => is_allowed)
  if (!refused || !passed) return undefined
  const failed = refused.checks.find(({ state }) => state === 'failed')
  const twin = passed.checks.find(({ id }) => id === failed?.id)
  return {
    left: { title: 'Refused', subtitle: `${refused.method} ${refused.path}` },
    right: { title: 'Let through', subtitle: `${passed.method} ${passed.path}` },
    rows: pickRows([
      row('Answer', String(refused.status), String(passed.status)),
      row('Checks passed', countPassed(refused), countPassed(passed)),
      row('Stopped at', failed?.title ?? 'nothing', 'nothing'),
      ...compareEvidence(failed, twin),
    ]),
    question: 'What would you change, the token or the API?',
  }
}

/** The same step in two runs; nothing while one of them has not come so far. */
export function compareRuns(left: Run, right: Run, step: string): Comparison | undefined {
  const [leftFacts, rightFacts] = [left, right].map((run) => findFacts(run, step))
  if (!leftFacts || !rightFacts) return undefined
  const labels = new Map([...leftFacts, ...rightFacts].map(({ id, label }) => [id, label]))
  const find = (facts: readonly Fact[], id: string): string =>
    facts.find((fact) => fact.id === id)?.value ?? 'none'
  return {
    left: { title: left.name, subtitle: namePlace(left) },
    right: { title: right.name, subtitle: namePlace(right) },
    rows: pickRows(
      [...labels]
        .filter(([id]) => !DULL.has(id))
        .map(([id, label]) => row(label, find(leftFacts, id), find(rightFacts, id))),
    ),
    question: 'Which of these would the gateway refuse?',
  }
}

function namePlace({ dialect, provider }: Run): string {
  return dialect === undefined ? PROVIDER_LABELS[provider] : `${DIALECTS[dialect].label}, embedded`
}

/** The newest other run that has done the step, at another provider where there is one. */
export function findOtherRun(runs: readonly Run[], own: Run, step: string): Run | undefined {
  const candidates = runs.filter(
    (run) =>
      run.id !== own.id &&
      run.steps.some(({ id, state, result }) => id === step && state === 'passed' && result),
  )
  return candidates.find(({ provider }) => provider !== own.provider) ?? candidates[0]
}

function findFacts(run: Run, step: string): Fact[] | undefined {
  const facts = run.steps.find(({ id }) => id === step)?.result?.facts
  return facts?.flatMap((fact) => (fact.kind === 'jwt' ? readClaims(fact) : fact))
}

/** What stands inside a token; its signature is masked, and nothing is shown of it. */
function readClaims({ value }: Fact): Fact[] {
  const jwt = findJwt(value)
  if (!jwt) return [{ id: 'shape', label: 'Token', kind: 'text', value: 'opaque' }]
  const claims = CLAIMS.filter((name) => name in jwt.claims).map((name): Fact => ({
    id: name,
    label: name,
    kind: 'code',
    value: asText(jwt.claims[name]),
  }))
  const { exp, iat } = jwt.claims
  const lives: Fact[] =
    typeof exp === 'number' && typeof iat === 'number'
      ? [{ id: 'life', label: 'Lives for', kind: 'text', value: `${exp - iat} s` }]
      : []
  return [
    ...claims,
    ...lives,
    { id: 'alg', label: 'Signed with', kind: 'code', value: asText(jwt.header['alg']) },
  ]
}

function compareEvidence(
  failed: VerdictCheck | undefined,
  twin: VerdictCheck | undefined,
): ComparedRow[] {
  return (failed?.evidence ?? []).map(({ label, value }) =>
    row(
      label,
      tellTime(value),
      tellTime(twin?.evidence.find((one) => one.label === label)?.value ?? 'none'),
    ),
  )
}

function countPassed({ checks }: Verdict): string {
  return `${checks.filter(({ state }) => state === 'passed').length} of ${checks.length}`
}

function pickRows(rows: readonly ComparedRow[]): ComparedRow[] {
  const different = rows.filter(({ isDifferent }) => isDifferent)
  return [...different, ...rows.filter(({ isDifferent }) => !isDifferent)].slice(0, MAX_ROWS)
}

function row(label: string, left: string, right: string): ComparedRow {
  return { label, left, right, isDifferent: left !== right }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
