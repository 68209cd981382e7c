import type { EndpointRequest, EndpointRules } from './endpoint-rules.ts'
import { findPathRule } from './path-rules.ts'
import { type Refusal, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'
import { readValues } from '../request/framing.ts'

/**
 * Judges a request by the size that it states, before all else: with Tyk this limit is the server's.
 *
 * @see [Tyk: request size limits](https://tyk.io/docs/api-management/traffic-transformation/request-size-limits/)
 */
export function findBodyProblem(
  { maxBodyBytes }: EndpointRules,
  { rawHeaders }: Pick<EndpointRequest, 'rawHeaders'>,
): Refusal | undefined {
  if (maxBodyBytes === 0) return undefined
  const size = readSize(rawHeaders)
  if (size === undefined || size <= maxBodyBytes) return undefined
  return refuseSize(TYK.bodyTooLarge, size, maxBodyBytes)
}

/** Methods whose bodies, if any, Tyk does not count. */
const BODILESS = new Set(['GET', 'DELETE', 'TRACE', 'OPTIONS', 'HEAD'])

/** Judges a request by the size of its body: the version's limit, then the endpoint's. */
export function findSizeProblem(
  { isPlain, sizeLimit, sizeLimits }: EndpointRules,
  { method, paths, rawHeaders }: EndpointRequest,
): Refusal | undefined {
  if (isPlain || BODILESS.has(method)) return undefined
  const ofEndpoint = findPathRule(sizeLimits, method, paths)?.entry['size_limit']
  const limits = [sizeLimit, typeof ofEndpoint === 'number' ? ofEndpoint : 0].filter(
    (limit) => limit > 0,
  )
  if (limits.length === 0) return undefined
  const size = readSize(rawHeaders)
  if (size === undefined) {
    return refuse('endpoint', TYK.lengthRequired, {
      code: 'LENGTH_MISSING',
      causes: [{ code: 'BODY_IN_CHUNKS' }],
    })
  }
  const exceeded = limits.find((limit) => size > limit)
  return exceeded === undefined ? undefined : refuseSize(TYK.requestTooLarge, size, exceeded)
}

function readSize(rawHeaders: readonly string[]): number | undefined {
  const stated = readValues(rawHeaders, 'content-length')[0]
  return stated === undefined ? undefined : Number(stated)
}

function refuseSize(answer: readonly [number, string], bytes: number, limit: number): Refusal {
  return refuse('endpoint', answer, {
    code: 'BODY_TOO_LARGE',
    facts: { bytes, limit },
    evidence: [
      { label: 'contentLength', value: bytes },
      { label: 'limit', value: { code: 'BYTES', facts: { bytes: limit } } },
    ],
  })
}
