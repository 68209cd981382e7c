import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Adoption, Registration, Sweep, UpdatePlan } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { type ComparedMember, compareMetadata } from '#shared/oauth/metadata/compare-metadata.ts'
import { createRecordMap, type RecordMap } from '../../lib/record-map.ts'
import type { SweepChoice } from './sweep-scope.ts'

type ClientsApi = Pick<
  ApiClient,
  | 'listRegistrations'
  | 'readRegistration'
  | 'planUpdate'
  | 'updateRegistration'
  | 'rotateSecret'
  | 'deleteRegistration'
  | 'adoptClient'
  | 'sweepClients'
>

export interface ClientsDeps {
  getApi: () => ClientsApi
}

/** The client's current metadata at the provider, and the differences from the ledger. */
export interface ClientAsRead {
  client: Record<string, unknown>
  differences: readonly ComparedMember[]
}

/** The ledger of clients. Its actions throw the companion's AppErrors. */
export interface ClientsStore {
  /** The newest first; nothing until they are read. */
  clients: ReadonlySignal<readonly Registration[] | undefined>
  /** Why the ledger could not be read. */
  problem: ReadonlySignal<Problem | undefined>
  /** The client whose details are on screen. */
  shown: ReadonlySignal<Registration | undefined>
  /** The client that was on screen last: on the way back its row takes the focus. */
  lastShown: ReadonlySignal<string | undefined>
  show: (id: string) => void
  showList: () => void
  /** The page was left: the next visit begins with the list. */
  leave: () => void
  refresh: () => Promise<void>
  follow: (event: CompanionEvent) => void
  read: (id: string) => Promise<ClientAsRead>
  planUpdate: (id: string, metadata: Record<string, unknown>) => Promise<UpdatePlan>
  update: (id: string, metadata: Record<string, unknown>) => Promise<void>
  rotateSecret: (id: string) => Promise<void>
  remove: (id: string) => Promise<void>
  adopt: (adoption: Adoption) => Promise<Registration>
  sweep: (choice: SweepChoice) => Promise<Sweep>
}

export function createClientsStore({ getApi }: ClientsDeps): ClientsStore {
  const known = createRecordMap<Registration>(({ id }) => id)
  const problem = signal<Problem>()
  const shownId = signal<string>()
  const lastShown = signal<string>()
  const clients = computed(() => known.all.value && sortByAge([...known.all.value]))

  async function refresh(): Promise<void> {
    try {
      await known.read(() => getApi().listRegistrations())
      problem.value = undefined
    } catch (thrown) {
      problem.value = AppError.from(thrown).toProblem()
    }
  }

  return {
    clients,
    problem,
    shown: computed(() => (shownId.value === undefined ? undefined : known.find(shownId.value))),
    lastShown,
    show(id) {
      shownId.value = id
      lastShown.value = id
    },
    showList: () => (shownId.value = undefined),
    leave() {
      shownId.value = undefined
      lastShown.value = undefined
    },
    refresh,
    follow(event) {
      if (event.name === 'registration.changed') known.keep(event.payload)
      if (event.name === 'registration.deleted') known.drop(event.payload.id)
      if (event.name === 'gap' && known.all.peek()) void refresh()
    },
    ...createActions(getApi, known),
  }
}

type ClientActions = Pick<
  ClientsStore,
  'read' | 'planUpdate' | 'update' | 'rotateSecret' | 'remove' | 'adopt' | 'sweep'
>

/** Actions on clients; the ledger shows the outcome at once and does not wait for the event. */
function createActions(getApi: () => ClientsApi, known: RecordMap<Registration>): ClientActions {
  const keep = (registration: Registration): Registration => {
    known.keep(registration)
    return registration
  }
  const paramsOf = (registration: string) => ({ params: { registration } })
  return {
    async read(id) {
      const before = known.find(id)?.granted ?? {}
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
    // Each deletion arrives as a separate event, so the list empties during the sweep.
    sweep: ({ scope }) => getApi().sweepClients({ body: scope }),
  }
}

/** The comparison is made here from what was asked and granted, so that events need not carry it. */
function withoutComparison({
  comparison: _comparison,
  ...registration
}: Registration & { comparison?: unknown }): Registration {
  return registration
}

function sortByAge(clients: Registration[]): readonly Registration[] {
  return clients.sort((a, b) => b.created_at.localeCompare(a.created_at))
}
