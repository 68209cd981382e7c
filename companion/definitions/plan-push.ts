import type { PushCall, PushState } from '#shared/contract/endpoints/push.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { exportApi, exportPolicy } from '#shared/tyk/export/export-classic.ts'
import { exportOas } from '#shared/tyk/export/export-oas.ts'
import { findUnserved } from '#shared/tyk/find-unserved.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import { readApi } from '#shared/tyk/read-api.ts'

export interface Pushed {
  apis: readonly ApiDefinition[]
  policies: readonly Policy[]
}

/** A definition on its way to Tyk. */
export interface PushItem {
  kind: PushState['kind']
  id: string
  /** Puts it there; POST replaces a definition with the same id. */
  put: PushCall
  /** Asks whether Tyk has it. */
  check: PushCall
  /** Calls it as a client without a token does; absent where that would prove nothing. */
  visit: PushCall | undefined
  /** Whether an answer of the upstream says nothing about Tyk. */
  isKeyless: boolean
}

export interface PushAddresses {
  /** Address of a Tyk Gateway, such as `http://localhost:8080`. */
  url: string
  /** Where it serves its APIs, when that is not the same. */
  api_url?: string | undefined
}

export interface PushPlan {
  items: PushItem[]
  reload: PushCall
}

/**
 * The calls that put policies and APIs into a Tyk Gateway: policies first, since APIs name them, and a
 * reload last, since nothing is live before it.
 *
 * @see [Tyk Gateway API](https://tyk.io/docs/tyk-gateway-api/)
 */
export function planPush({ apis, policies }: Pushed, target: PushAddresses): PushPlan {
  const { url, api_url: apiUrl = url } = target
  const origin = apiUrl.replace(/\/+$/, '')
  const tyk = `${url.replace(/\/+$/, '')}/tyk`
  return {
    items: [
      ...policies.map((policy) => planPolicy(policy, tyk)),
      ...apis.map((api) => planApi(api, { origin, tyk })),
    ],
    reload: { method: 'GET', url: `${tyk}/reload/?block=true` },
  }
}

/** Every call of a push in its order. */
export function listCalls({ items, reload }: PushPlan): PushCall[] {
  return [
    ...items.map(({ put }) => put),
    reload,
    ...items.flatMap(({ check, visit }) => (visit ? [check, visit] : [check])),
  ]
}

function planPolicy(policy: Policy, tyk: string): PushItem {
  return {
    kind: 'policy',
    id: policy.id,
    put: { method: 'POST', url: `${tyk}/policies`, body: exportPolicy(policy) },
    check: { method: 'GET', url: `${tyk}/policies/${encodeURIComponent(policy.id)}` },
    visit: undefined,
    isKeyless: false,
  }
}

function planApi(api: ApiDefinition, { origin, tyk }: { origin: string; tyk: string }): PushItem {
  const { use_keyless, proxy, internal, domain } = readApi(api)
  const isCallable =
    internal !== true && !domain && !proxy.listen_path.includes('{') && !findUnserved(api)
  return {
    kind: 'api',
    id: api.api_id,
    put: api.oas
      ? { method: 'POST', url: `${tyk}/apis/oas`, body: exportOas(api) }
      : { method: 'POST', url: `${tyk}/apis`, body: exportApi(api) },
    check: { method: 'GET', url: `${tyk}/apis/${encodeURIComponent(api.api_id)}` },
    visit: isCallable ? { method: 'GET', url: origin + proxy.listen_path } : undefined,
    isKeyless: use_keyless,
  }
}
