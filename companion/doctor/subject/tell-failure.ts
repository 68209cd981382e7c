import type { ExaminedPlace, Finding } from '#shared/contract/doctor.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { StepId } from '#shared/contract/run.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { ErrorCode } from '#shared/errors/error-catalog.ts'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import { readProviderError } from '../../providers/provider-error.ts'
import type { RunRecord } from '../../store/schema.ts'

type Failure = NonNullable<ExaminedPlace['failure']>
type Layer = Finding['layer']

const BY_CODE: Partial<Record<ErrorCode, Layer>> = {
  PROVIDER_UNREACHABLE: 'network',
  ADDRESS_REFUSED: 'network',
  DISCOVERY_FAILED: 'discovery',
  TOKEN_REFUSED: 'token',
}

const BY_STEP: Partial<Record<StepId, Layer>> = {
  'api-token': 'discovery',
  'see-client': 'management',
  'change-client': 'management',
  'delete-client': 'management',
  token: 'token',
  'call-api': 'gateway',
}

/** The failing leaf of a run: its last failed step. */
export function tellStep({
  outcomes,
}: Pick<RunRecord, 'outcomes'>): { step: StepId; failure: Failure; exchange?: string } | undefined {
  const step = STEP_IDS.findLast((id) => outcomes[id]?.state === 'failed')
  const outcome = step && outcomes[step]
  if (!outcome) return undefined
  const { problem, result, exchanges } = outcome
  const failed = result?.checks.find(({ state }) => state === 'failed')
  const text = problem?.detail ?? problem?.title ?? failed?.text ?? result?.summary ?? step
  const layer = (problem && BY_CODE[problem.code as ErrorCode]) ?? BY_STEP[step] ?? 'registration'
  const exchange = exchanges.at(-1)
  return { step, failure: { layer, text }, ...(exchange !== undefined && { exchange }) }
}

/** The failing leaf of a verdict: the first check that failed, or what the upstream answered. */
export function tellVerdict(verdict: Verdict): Failure | undefined {
  const { status, error, checks, is_allowed } = verdict
  const failed = checks.find(({ state }) => state === 'failed')
  if (!failed && is_allowed && status < 400) return undefined
  const answer = error === undefined ? String(status) : `${status} ${error}`
  const why = failed ? `: ${failed.title}. ${failed.reason ?? ''}` : ''
  return { layer: 'gateway', text: `${answer}${why}`.trim() }
}

/** The failing leaf of an exchange: its refusal in the answerer's words, or why no answer came. */
export function tellExchange(exchange: Exchange): Failure | undefined {
  const { response, failure, request, label } = exchange
  const layer = findLayer(exchange)
  const call = `${label}: ${request.method} ${request.url}`
  if (!response) return { layer, text: `${call} got no answer: ${failure ?? 'none came.'}` }
  const { status, body } = response
  if (status < 400) return undefined
  const { error, description } = readProviderError(status, body?.text ?? '')
  const words = [error, description].filter((word) => word !== undefined && word !== '')
  return { layer, text: `${call} was answered ${[String(status), ...words].join(' ')}` }
}

function findLayer({ to, label, request }: Exchange): Layer {
  if (to === 'gateway' || to === 'upstream') return 'gateway'
  if (/key set|jwks/i.test(label)) return 'keys'
  if (request.url.includes('/.well-known/')) return 'discovery'
  if (/token|device|authoriz/i.test(label)) return 'token'
  return request.method === 'POST' ? 'registration' : 'management'
}
