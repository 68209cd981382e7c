import { request } from 'undici'
import type { HeaderLine } from '#shared/contract/exchange.ts'
import { VERDICT_HEADER } from '#shared/contract/verdict.ts'

export interface GatewayCall {
  method: string
  url: string
  token: string | undefined
  headers?: readonly HeaderLine[]
  /** Nothing is sent for an empty text. */
  body?: string
  /** Aborts the call; without it the call times out after 35 seconds. */
  signal?: AbortSignal | undefined
}

export interface GatewayAnswer {
  status: number
  text: string
  headers: Record<string, string | string[] | undefined>
  /** The id of the gateway's verdict. */
  verdict: string | undefined
}

const TIMEOUT_MS = 35_000

/**
 * Calls an API through the gateway, as an app does. The gateway records the call, so it is not recorded here.
 *
 * @throws Error when the gateway does not answer in time.
 */
export async function callGateway({
  method,
  url,
  token,
  headers = [],
  body = '',
  signal,
}: GatewayCall): Promise<GatewayAnswer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const answer = await request(url, {
    method,
    headers: [
      ...addMissing(headers, 'accept', 'application/json'),
      ...(body === '' ? [] : addMissing(headers, 'content-type', guessMediaType(body))),
      ...(token === undefined ? [] : ['authorization', `Bearer ${token}`]),
      ...headers.flat(),
    ],
    body: body === '' ? null : body,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  })
  const verdict = answer.headers[VERDICT_HEADER.toLowerCase()]
  return {
    status: answer.statusCode,
    text: await answer.body.text(),
    headers: answer.headers,
    verdict: typeof verdict === 'string' ? verdict : undefined,
  }
}

/** A header that was not given, as name and value. */
function addMissing(given: readonly HeaderLine[], name: string, value: string): string[] {
  return given.some(([known]) => known.toLowerCase() === name) ? [] : [name, value]
}

function guessMediaType(body: string): string {
  try {
    JSON.parse(body)
    return 'application/json'
  } catch {
    return 'text/plain;charset=utf-8'
  }
}
