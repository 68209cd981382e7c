import { request } from 'undici'
import { VERDICT_HEADER } from '#shared/contract/verdict.ts'

export interface GatewayCall {
  method: string
  url: string
  token: string | undefined
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
  signal,
}: GatewayCall): Promise<GatewayAnswer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const answer = await request(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
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
