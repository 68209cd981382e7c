import type { Scenario } from '#shared/contract/doctor.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { readGatewayExtras } from '#shared/tyk/gateway-extras.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import type { Readable, RecordListener } from '../store/records.ts'

interface Definitions {
  apis: Readable<ApiDefinition>
  policies: Readable<Policy>
}

export interface BreakApisDeps extends Definitions {
  active: () => Scenario | undefined
  /** Calls back when another scenario may be on. */
  subscribe: (listener: () => void) => unknown
  /** The APIs that runs made. */
  runs: Readable<{ products: { api_id?: string | undefined } }>
}

/**
 * The definitions as the gateway serves them: those that runs made are broken as the scenario says that is on.
 * What is kept is not changed, so that nothing has to be restored.
 */
export function breakApis(deps: BreakApisDeps): Definitions {
  const { active, runs } = deps
  const ofRuns = (): Set<string> =>
    new Set(runs.list().flatMap(({ products }) => products.api_id ?? []))
  const changes = createChanges(deps, ofRuns)
  return {
    apis: view(deps.apis, changes.apis, (api) => {
      const scenario = active()
      return scenario && ofRuns().has(api.api_id) ? breakApi(api, scenario) : api
    }),
    policies: view(deps.policies, changes.policies, (policy) => {
      const change = active()?.api.policy ?? {}
      return Object.keys(change).length > 0 && isOfRun(policy, ofRuns())
        ? { ...policy, ...change }
        : policy
    }),
  }
}

function isOfRun({ access_rights }: Policy, apis: ReadonlySet<string>): boolean {
  return Object.keys(access_rights).some((id) => apis.has(id))
}

function breakApi(api: ApiDefinition, { api: { definition, has_policy }, client }: Scenario) {
  const { proxy, config_data, ...over } = definition as Partial<ApiDefinition>
  const { expects_audience: audience } = client
  const isWhole = Object.keys(definition).length === 0 && has_policy && audience === undefined
  if (isWhole) return api
  return {
    ...api,
    ...(!has_policy && { jwt_default_policies: [] }),
    ...over,
    proxy: { ...api.proxy, ...proxy },
    config_data: {
      ...api.config_data,
      ...config_data,
      dcr_lab: {
        ...readGatewayExtras(api),
        ...config_data?.dcr_lab,
        ...(audience !== undefined && { allowed_audiences: [audience] }),
      },
    },
  }
}

type Listeners<T> = Set<RecordListener<T>>

/** A table whose records are read through a change; the same object until the record or the scenario is another. */
function view<T>(
  table: Readable<T>,
  listeners: Listeners<T>,
  change: (value: T) => T,
): Readable<T> {
  return {
    get: (id) => {
      const value = table.get(id)
      return value === undefined ? undefined : change(value)
    },
    require: (id) => change(table.require(id)),
    list: () => table.list().map(change),
    subscribe(listener) {
      const changed: RecordListener<T> = (id, value) =>
        listener(id, value === undefined ? undefined : change(value))
      listeners.add(changed)
      const stop = table.subscribe(changed)
      return () => {
        listeners.delete(changed)
        stop()
      }
    },
  }
}

/** Tells who reads definitions that they are others: a scenario began or ended, or a run has its API. */
function createChanges(
  { active, subscribe, runs, apis, policies }: BreakApisDeps,
  ofRuns: () => ReadonlySet<string>,
): { apis: Listeners<ApiDefinition>; policies: Listeners<Policy> } {
  const listeners = {
    apis: new Set<RecordListener<ApiDefinition>>(),
    policies: new Set<RecordListener<Policy>>(),
  }
  let last: Scenario | undefined
  const tell = (): void => {
    const ids = ofRuns()
    for (const id of ids) for (const listener of listeners.apis) void listener(id, apis.get(id))
    for (const policy of policies.list())
      if (isOfRun(policy, ids))
        for (const listener of listeners.policies) void listener(policy.id, policy)
  }
  subscribe(() => {
    const scenario = active()
    if (scenario === last) return
    last = scenario
    tell()
  })
  runs.subscribe(() => {
    if (last) tell()
  })
  return listeners
}
