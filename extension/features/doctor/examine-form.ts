import { type ClientBehaviour, type Scenario, orderFor } from '#shared/contract/doctor.ts'
import type { Run } from '#shared/contract/run.ts'
import { DIALECT_IDS, isDialect } from '#shared/idp/dialects.ts'
import { type DcrProvider, HttpUrl, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { nameDialect } from './doctor-words.ts'
import type { Order } from './doctor-store.ts'

/** The field values of the form that starts an examination. */
export interface ExamineForm {
  /** `scenario`, `run`, `dialect NAME` or `host`. */
  target: string
  host: string
  provider: DcrProvider
  token: string
  kind: ClientBehaviour['kind']
  scope: string
}

export const EMPTY_FORM: ExamineForm = {
  target: 'run',
  host: '',
  provider: 'other',
  token: '',
  kind: 'tool',
  scope: '',
}

/** What an examination can be about, beside what is typed. */
export interface Surroundings {
  run: Run | undefined
  /** The scenario that is on: it knows which client fails. */
  scenario: Scenario | undefined
}

/** What can be examined, the set-up of the run on screen first. */
export function listTargets({ run, scenario }: Surroundings): { value: string; label: string }[] {
  return [
    ...(run ? [{ value: 'run', label: `The set-up of this run: ${nameSetUp(run)}` }] : []),
    ...(scenario ? [{ value: 'scenario', label: `The scenario: ${scenario.title}` }] : []),
    ...DIALECT_IDS.map((dialect) => ({
      value: `dialect ${dialect}`,
      label: nameDialect(dialect),
    })),
    { value: 'host', label: 'A provider of your own' },
  ]
}

function nameSetUp({ dialect, provider }: Run): string {
  return dialect === undefined ? `your ${PROVIDER_LABELS[provider]}` : nameDialect(dialect)
}

/** True where the provider is outside, so that its address and perhaps a token are wanted. */
export function isOutside({ target }: ExamineForm, run: Run | undefined): boolean {
  return target === 'host' || (target === 'run' && run?.target === 'provider')
}

/** The address that the run has for its provider: the issuer that it found, or what was typed. */
export function findRunHost(run: Run | undefined): string {
  if (run?.target !== 'provider') return ''
  const step = run.steps.find(({ id }) => id === 'api-token')
  const issuer = step?.result?.facts.find(({ id }) => id === 'issuer')?.value
  const typed = step?.inputs['idp_host']
  return issuer ?? (typeof typed === 'string' ? typed : '')
}

/** The order that the fields describe, or what is wrong with the address. */
export function readOrder(
  form: ExamineForm,
  { run, scenario }: Surroundings,
): { order: Order } | { hostIssue: string } {
  if (form.target === 'scenario' && scenario) return { order: orderFor(scenario) }
  const client = { kind: form.kind, scope: form.scope.trim() }
  const token = form.token.trim()
  const common = { ...(token !== '' && { initial_access_token: token }), client }
  // What the run works with goes to the run's provider, and to no address that was typed here.
  if (form.target === 'run' && run && form.host === '') return { order: { run: run.id, ...common } }
  const dialect = form.target.replace(/^dialect /, '')
  if (isDialect(dialect)) return { order: { dialect, client } }
  const host = HttpUrl.safeParse(form.host)
  if (!host.success) return { hostIssue: host.error.issues[0]?.message ?? '' }
  const provider = form.target === 'run' && run ? run.provider : form.provider
  return { order: { host: host.data, provider, ...common } }
}
