import type { ApiClient } from '#shared/contract/api-client.ts'
import type {
  Adoption,
  Registration,
  Sweep,
  SweepPreview,
  UpdatePlan,
} from '#shared/contract/registration.ts'
import { type ComparedMember, compareMetadata } from '#shared/oauth/metadata/compare-metadata.ts'
import type { RecordCache } from '../../lib/record-cache.ts'
import type { SweepScope } from './sweep-scope.ts'

export type ActionsApi = Pick<
  ApiClient,
  | 'readRegistration'
  | 'planUpdate'
  | 'updateRegistration'
  | 'rotateSecret'
  | 'deleteRegistration'
  | 'adoptClient'
  | 'previewSweep'
  | 'sweepClients'
>

/** The client's current metadata at the provider, and the differences from the ledger. */
export interface ClientAsRead {
  client: Record<string, unknown>
  differences: readonly ComparedMember[]
}

/** Actions on clients; they throw the companion's AppErrors. */
export interface ClientActions {
  read: (id: string) => Promise<ClientAsRead>
  planUpdate: (id: string, metadata: Record<string, unknown>) => Promise<UpdatePlan>
  update: (id: string, metadata: Record<string, unknown>) => Promise<void>
  rotateSecret: (id: string) => Promise<void>
  remove: (id: string) => Promise<void>
  adopt: (adoption: Adoption) => Promise<Registration>
  previewSweep: (scope: SweepScope) => Promise<SweepPreview>
  sweep: (scope: SweepScope) => Promise<Sweep>
}

/** The ledger shows the outcome at once and does not wait for the event. */
export function createClientActions(
  getApi: () => ActionsApi,
  records: RecordCache<Registration>,
): ClientActions {
  const keep = (registration: Registration): Registration => {
    records.put(registration)
    return registration
  }
  const paramsOf = (registration: string) => ({ params: { registration } })
  return {
    async read(id) {
      const before = records.find(id)?.granted ?? {}
      const { registration, client } = await getApi().readRegistration(paramsOf(id))
      keep(withoutComparison(registration))
      const differences = compareMetadata(before, client).filter(({ state }) => state !== 'same')
      return { client, differences }
    },
    planUpdate: (id, metadata) => getApi().planUpdate({ ...paramsOf(id), body: { metadata } }),
    async update(id, metadata) {
      const next = await getApi().updateRegistration({ ...paramsOf(id), body: { metadata } })
      keep(withoutComparison(next))
    },
    async rotateSecret(id) {
      keep(await getApi().rotateSecret(paramsOf(id)))
    },
    async remove(id) {
      keep(await getApi().deleteRegistration(paramsOf(id)))
    },
    adopt: async (adoption) => keep(await getApi().adoptClient({ body: adoption })),
    previewSweep: (scope) => getApi().previewSweep({ query: scope }),
    // Each deletion arrives as a separate event, so the list empties during the sweep.
    sweep: (scope) => getApi().sweepClients({ body: scope }),
  }
}

/** The comparison is made here from what was asked and granted, so that events need not carry it. */
function withoutComparison({
  comparison: _comparison,
  ...registration
}: Registration & { comparison?: unknown }): Registration {
  return registration
}
