import { Router } from 'express'
import { registrationEndpoints } from '#shared/contract/endpoints/registration-endpoints.ts'
import type { Registration } from '#shared/contract/registration.ts'
import type { Run } from '#shared/contract/run.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import { createMatcher } from '../http/take-page.ts'
import { countRegistrations, type RunOfClients } from '../registrar/count-registrations.ts'
import { addComparison } from '../registrar/registration-details.ts'
import type { Registrar } from '../registrar/registrar.ts'
import { maskNamed } from '../secrets/mask-named.ts'
import { maskValue } from '../secrets/mask-value.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { requireRecord } from './require-record.ts'

export interface RegistrationRoutesDeps {
  registrar: Registrar
  capture: (credentials: {
    client_id: string
    client_secret?: string | undefined
    catalogue_entry: string
  }) => Promise<{ registration: Registration; run?: Run | undefined }>
  reveal: (secret: string) => string
  registry: Pick<SecretRegistry, 'mask' | 'isSecretName'>
  /** Resolves when the whole ledger can be listed without holding everything else up. */
  whenListed: () => Promise<void>
  /** The catalogue entry and the client budget of a run. */
  describeRun: (id: string) => { catalogueEntry?: string; budget?: number }
  listRunsOfClients: () => readonly RunOfClients[]
}

/** `/api/registrations`, `/api/captures` and the only route that reveals secrets. */
export function registrationRoutes({
  registrar,
  capture,
  reveal,
  whenListed,
  registry,
  describeRun,
  listRunsOfClients,
}: RegistrationRoutesDeps): Router {
  const router = Router()
  // What a provider answers may repeat a secret anywhere.
  const clean = <T>(client: T): T =>
    maskValue(maskNamed(client, registry.isSecretName), registry.mask)
  const scopeOf = (run = '') => {
    const { budget: _budget, ...entry } = describeRun(run)
    return entry
  }
  bindLedger(router, { registrar, whenListed, listRunsOfClients })
  bind(router, registrationEndpoints.registerClient, async ({ body }) => {
    const { initial_access_token: initialAccessToken, ...order } = body
    return addComparison(await registrar.registerOnce({ ...order, initialAccessToken }))
  })
  bind(router, registrationEndpoints.getRegistration, ({ params }) =>
    addComparison(
      requireRecord(registrar.get(params.registration), 'registration', params.registration),
    ),
  )
  bind(router, registrationEndpoints.deleteRegistration, ({ params }) =>
    registrar.remove(params.registration),
  )
  bind(router, registrationEndpoints.readRegistration, async ({ params }) => {
    const { registration, client } = await registrar.read(params.registration)
    return { registration: addComparison(registration), client: clean(client) }
  })
  bind(router, registrationEndpoints.findLostClient, ({ params }) =>
    registrar.findLost(params.registration),
  )
  bind(router, registrationEndpoints.planUpdate, ({ params, body }) =>
    registrar.planUpdate(params.registration, body.metadata),
  )
  bind(router, registrationEndpoints.updateRegistration, async ({ params, body }) =>
    addComparison(await registrar.update(params.registration, body.metadata)),
  )
  bind(router, registrationEndpoints.rotateSecret, ({ params }) =>
    registrar.rotateSecret(params.registration),
  )
  bind(router, registrationEndpoints.adoptClient, ({ body }) => registrar.adopt(body))
  bind(router, registrationEndpoints.sweepClients, ({ body }) =>
    registrar.sweep({ ...body, ...scopeOf(body.run) }),
  )
  bind(router, registrationEndpoints.previewSweep, ({ query }) =>
    registrar.previewSweep({ ...query, ...scopeOf(query.run) }),
  )
  bind(router, registrationEndpoints.checkBudget, ({ body: { budget, ...scope } }) => {
    const { budget: own } = describeRun(scope.run ?? '')
    return registrar.checkBudget({ ...scope, ...scopeOf(scope.run) }, budget ?? own ?? 0)
  })
  bind(router, registrationEndpoints.captureCredentials, ({ body }) => capture(body))
  bind(router, registrationEndpoints.revealSecret, ({ body }) => ({ value: reveal(body.secret) }))
  return router
}

function bindLedger(
  router: Router,
  {
    registrar,
    whenListed,
    listRunsOfClients,
  }: Pick<RegistrationRoutesDeps, 'registrar' | 'whenListed' | 'listRunsOfClients'>,
): void {
  bind(router, registrationEndpoints.countRegistrations, async ({ query }) => {
    await whenListed()
    const matches = createMatcher(query, {
      ...registrationEndpoints.listRegistrations.list,
      filters: [],
    })
    return countRegistrations(registrar.outlines(), listRunsOfClients(), matches)
  })
  bindList(router, registrationEndpoints.listRegistrations, {
    async rows() {
      await whenListed()
      return registrar.outlines()
    },
    keyOf: ({ id }) => id,
    present: ({ id }) => requireRecord(registrar.get(id), 'registration', id),
  })
}
