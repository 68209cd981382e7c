import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import type { Readable } from '../../store/records.ts'
import { type CompiledApi, compileApi } from './compiled-api.ts'
import { type Entitlement, type SessionBase, mergePolicies } from '../policy/entitlement.ts'
import { type RouteTable, buildRouteTable } from './route.ts'
import { createSharedParts } from '../memory/shared-parts.ts'

export interface DefinitionsInUseDeps {
  apis: Readable<ApiDefinition>
  policies: Readable<Policy>
}

/** Compiled definitions, compiled again after a change and never per request. */
export interface DefinitionsInUse {
  routes(): RouteTable
  /** An API, or one of its versions. */
  findApi(id: string, version?: string): CompiledApi | undefined
  findPolicy(id: string): Policy | undefined
  /** Seconds that a key set is kept, the minimum over the APIs; `undefined` when no API sets a time. */
  findKeptSeconds(keySetUrl: string): number | undefined
  /** The merged form of policies; the same object until a policy changes. */
  merge(policies: readonly Policy[], before?: SessionBase): Entitlement
  /** Another number after each change of a policy. */
  revision(): number
  close(): void
}

export function createDefinitionsInUse({ apis, policies }: DefinitionsInUseDeps): DefinitionsInUse {
  const compiled = new Map<string, { from: ApiDefinition; api: CompiledApi }>()
  const merged = new Map<string, Entitlement>()
  const parts = createSharedParts()
  let table: RouteTable | undefined
  let revision = 0

  function compile(definition: ApiDefinition): CompiledApi {
    const known = compiled.get(definition.api_id)
    if (known?.from === definition) return known.api
    const api = compileApi(definition, parts.share)
    compiled.set(definition.api_id, { from: definition, api })
    return api
  }

  const stops = [
    apis.subscribe((id) => {
      compiled.delete(id)
      table = undefined
    }),
    policies.subscribe(() => {
      merged.clear()
      revision += 1
    }),
  ]

  return {
    routes: () => (table ??= buildRouteTable(apis.list().map(compile))),
    findApi(id, version) {
      const definition = apis.get(id)
      const api = definition && compile(definition)
      return version === undefined ? api : api?.versioning?.byName.get(version)
    },
    findPolicy: (id) => policies.get(id),
    findKeptSeconds(url) {
      const all = apis.list().flatMap((api) => compile(api).jwt.keptSeconds.get(url) ?? [])
      return all.length > 0 ? Math.min(...all) : undefined
    },
    merge(chosen, before) {
      const key = JSON.stringify([before?.policyIds, chosen.map((policy) => policy.id)])
      let entitlement = merged.get(key)
      if (!entitlement) merged.set(key, (entitlement = mergePolicies(chosen, before)))
      return entitlement
    },
    revision: () => revision,
    close: () => stops.forEach((stop) => stop()),
  }
}
