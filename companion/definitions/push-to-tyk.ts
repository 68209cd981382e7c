import type { PushCall } from '#shared/contract/endpoints/gateway-endpoints.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { exportApi, exportOas, exportPolicy } from '#shared/tyk/definition-export.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import type { HttpClient } from '../outgoing/http-client.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'

export interface PushDeps {
  http: HttpClient
  registry: SecretRegistry
  apis: readonly ApiDefinition[]
  policies: readonly Policy[]
}

export interface PushTarget {
  /** Address of a Tyk Gateway, such as `http://localhost:8080`. */
  url: string
  /** Value for the header `x-tyk-authorization`. */
  secret: string
}

/**
 * The calls that put all policies and APIs into a Tyk Gateway: policies first, since APIs name them,
 * and a reload last, since nothing is live before it. POST replaces a definition with the same id.
 *
 * @see [Tyk Gateway API](https://tyk.io/docs/tyk-gateway-api/)
 */
export function planPush({ apis, policies }: PushDeps, { url }: PushTarget): PushCall[] {
  const base = `${url.replace(/\/+$/, '')}/tyk`
  return [
    ...policies.map((policy) => ({
      method: 'POST',
      url: `${base}/policies`,
      body: exportPolicy(policy),
    })),
    ...apis.map((api) =>
      api.oas
        ? { method: 'POST', url: `${base}/apis/oas`, body: exportOas(api) }
        : { method: 'POST', url: `${base}/apis`, body: exportApi(api) },
    ),
    { method: 'GET', url: `${base}/reload/?block=true` },
  ]
}

/**
 * Makes the calls in order and stops at the first that Tyk refuses.
 *
 * @throws AppError `PROVIDER_UNREACHABLE` when no answer comes, `ADDRESS_REFUSED`.
 */
export async function pushToTyk(
  deps: PushDeps,
  target: PushTarget,
): Promise<{ ok: boolean; calls: PushCall[] }> {
  deps.registry.add(target.secret)
  const calls: PushCall[] = []
  for (const call of planPush(deps, target)) {
    const body = call.body === undefined ? undefined : JSON.stringify(call.body)
    // One after the other: an API that arrives before its policies would refuse its callers for a while.
    const answer = await deps.http.send(
      { from: 'developer', to: 'gateway', label: 'Push to Tyk' },
      {
        method: call.method,
        url: call.url,
        headers: {
          'x-tyk-authorization': target.secret,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        body,
      },
    )
    calls.push({
      ...call,
      status: answer.status,
      answer: deps.registry.mask(answer.text).slice(0, 500),
    })
    if (answer.status !== 200) return { ok: false, calls }
  }
  return { ok: true, calls }
}
