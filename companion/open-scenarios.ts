import type { Clock } from './clock/clock.ts'
import type { Definitions } from './definitions/definitions.ts'
import type { EventBus } from './events/event-bus.ts'
import type { FaultInjector } from './idp/faults/fault-injector.ts'
import type { Idp } from './idp/idp.ts'
import type { HttpClient } from './outgoing/http-client.ts'
import type { RegistrarDeps } from './registrar/registrar.ts'
import { announceConditions } from './scenarios/announce-conditions.ts'
import { breakApis } from './scenarios/break-apis.ts'
import { breakClient } from './scenarios/break-client.ts'
import { loadScenarios, locateScenarios } from './scenarios/load-scenarios.ts'
import { createScenarios, type Scenarios } from './scenarios/scenarios.ts'
import type { Store } from './store/store.ts'

interface ScenarioParts {
  bus: EventBus
  clock: Clock
  faults: FaultInjector
  http: HttpClient
  idp: Idp
  definitions: Definitions
}

/** What the other rooms work with, as the scenario that is on breaks it. */
interface Breakable {
  scenarios: Scenarios
  http: HttpClient
  askOtherwise: RegistrarDeps['askOtherwise']
  /** The definitions as the gateway serves them. */
  served: Pick<Definitions, 'apis' | 'policies'>
}

/** Sets of faults by name; whatever is wrong on purpose is told. */
export function openScenarios(
  { idp: origin }: { idp: string },
  { bus, clock, faults, http, idp, definitions, store }: ScenarioParts & { store: Store },
): Breakable {
  const load = (): ReturnType<typeof loadScenarios> => locateScenarios(loadScenarios(), origin)
  const scenarios = createScenarios({ clock, faults, load })
  announceConditions({ bus, clock, faults, scenarios })
  const active = (): ReturnType<Scenarios['active']> => scenarios.active()
  const findMetadata = (url: string): string => {
    const { metadata } = idp.dialects.pathsOf(idp.dialects.findByPath(new URL(url).pathname))
    return origin + (metadata[0] ?? '')
  }
  return {
    scenarios,
    http: breakClient(http, { active, clock, findMetadata }),
    askOtherwise: ({ run, metadata }) => ({
      ...metadata,
      ...(run !== undefined && active()?.client.metadata),
    }),
    served: breakApis({
      apis: definitions.apis,
      policies: definitions.policies,
      active,
      subscribe: faults.subscribe,
      runs: store.records('runs'),
    }),
  }
}
