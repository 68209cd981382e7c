import { request } from 'undici'
import { VERDICT_HEADER } from '#shared/contract/verdict.ts'

export interface GatewayCall {
  method: string
  url: string
  token: string | undefined
  /** Ends the waiting, beside the 35 seconds after which it ends by itself. */
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
 * A call as an app makes it. It is not recorded here: the gateway records what it gets.
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
