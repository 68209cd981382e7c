import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Registration, RegistrationCounts } from '#shared/contract/registration.ts'
import { createPagedList, type PagedList } from '../../lib/paged-list.ts'
import { createRecordCache, type RecordCache } from '../../lib/record-cache.ts'
import { createWatch } from '../../lib/watch.ts'
import { type ActionsApi, type ClientActions, createClientActions } from './client-actions.ts'
import { type ClientLookup, createClientLookup } from './client-lookup.ts'
import { UNDELETED, type ShownState, statesOf } from './client-words.ts'

type ClientsApi = ActionsApi & Pick<ApiClient, 'page' | 'countRegistrations'>

export interface ClientsDeps {
  getApi: () => ClientsApi
}

/** Which part of the ledger is on screen. */
export interface LedgerQuery {
  search: string
  state: ShownState | 'all'
}

/** The ledger of clients, of which only what is on screen is held. */
export interface ClientsStore
  extends ClientActions, Pick<ClientLookup, 'find' | 'isGone' | 'need'> {
  /** The newest first. */
  ledger: PagedList<Registration, LedgerQuery>
  /** Clients to choose from: those that were not deleted, by a search. */
  choices: PagedList<Registration, string>
  /** The whole ledger in numbers; its states follow the search. */
  counts: ReadonlySignal<RegistrationCounts | undefined>
  /** The client whose details are on screen. */
  shown: ReadonlySignal<Registration | undefined>
  /** The client that was on screen last: on the way back its row takes the focus. */
  lastShown: ReadonlySignal<string | undefined>
  look: (query: LedgerQuery, isTyped: boolean) => void
  show: (id: string) => void
  showList: () => void
  /** The page was left: the next visit begins with the list. */
  leave: () => void
  refresh: () => Promise<void>
  refreshCounts: () => Promise<void>
  refreshChoices: () => Promise<void>
  /** Each is kept fresh by events while it is on screen. @returns Ends that. */
  watch: Record<'ledger' | 'choices' | 'counts', () => () => void>
  follow: (event: CompanionEvent) => void
}

export function createClientsStore({ getApi }: ClientsDeps): ClientsStore {
  const records = createRecordCache<Registration>(({ id }) => id)
  const lookup = createClientLookup(getApi, records)
  const { ledger, choices } = createLists(getApi, records)
  const { counts, refreshCounts } = createCounts(getApi, ledger)
  const { shownId, ...place } = createPlace(lookup)

  /** What is on screen stays, whatever else was looked at goes. */
  function forgetOthers(): void {
    const listed = [ledger, choices].flatMap(({ found }) => found.peek()?.items ?? [])
    const ids = new Set([...lookup.needed, ...listed.map(({ id }) => id)])
    if (shownId.peek() !== undefined) ids.add(shownId.peek() ?? '')
    records.retain(ids)
  }

  async function refresh(): Promise<void> {
    await Promise.all([ledger.refresh(), refreshCounts()])
    forgetOthers()
  }

  const watches = {
    ledger: createWatch(refresh),
    choices: createWatch(choices.refresh),
    counts: createWatch(refreshCounts),
  }
  const touch = (): void => {
    for (const one of Object.values(watches)) one.touch()
  }

  return {
    ledger,
    choices,
    counts,
    find: lookup.find,
    isGone: lookup.isGone,
    need: lookup.need,
    look(query, isTyped) {
      void ledger.look(query, isTyped).then(refreshCounts)
    },
    ...place,
    refresh,
    refreshCounts,
    refreshChoices: choices.refresh,
    watch: {
      ledger: watches.ledger.watch,
      choices: watches.choices.watch,
      counts: watches.counts.watch,
    },
    follow(event) {
      if (event.name === 'registration.changed') records.follow(event.payload)
      if (event.name === 'registration.deleted') records.drop(event.payload.id)
      if (event.name === 'gap') void lookup.refresh()
      if (event.name.startsWith('registration.') || event.name === 'gap') touch()
    },
    ...createClientActions(getApi, records),
  }
}

function createLists(getApi: () => ClientsApi, records: RecordCache<Registration>) {
  const idOf = ({ id }: Registration): string => id
  return {
    ledger: createPagedList<Registration, LedgerQuery>({
      records,
      idOf,
      query: { search: '', state: 'all' },
      readPage: ({ search, state }, page) =>
        getApi().page('listRegistrations', {
          query: {
            ...page,
            ...readSearch(search),
            ...(state !== 'all' && { state: statesOf(state).join(',') }),
          },
        }),
    }),
    choices: createPagedList<Registration, string>({
      records,
      idOf,
      query: '',
      readPage: (search, page) =>
        getApi().page('listRegistrations', {
          query: { ...page, ...readSearch(search), state: UNDELETED.join(',') },
        }),
    }),
  }
}

/** The numbers; while they cannot be read, those from before stand. */
function createCounts(getApi: () => ClientsApi, ledger: PagedList<Registration, LedgerQuery>) {
  const counts = signal<RegistrationCounts>()
  let turn = 0
  const refreshCounts = async (): Promise<void> => {
    turn += 1
    const mine = turn
    const query = readSearch(ledger.query.peek().search)
    const read = await getApi()
      .countRegistrations({ query })
      .catch(() => counts.peek())
    if (mine === turn) counts.value = read
  }
  return { counts, refreshCounts }
}

/** As much of a text as the companion searches for. */
function readSearch(search: string): { q?: string } {
  const q = search.trim().slice(0, 200)
  return q === '' ? {} : { q }
}

/** Which client is on screen, if any. */
function createPlace({ find, need }: ClientLookup) {
  const shownId = signal<string>()
  const lastShown = signal<string>()
  return {
    shownId,
    shown: computed(() => find(shownId.value)),
    lastShown,
    show(id: string) {
      need([id])
      shownId.value = id
      lastShown.value = id
    },
    showList: () => void (shownId.value = undefined),
    leave() {
      shownId.value = undefined
      lastShown.value = undefined
    },
  }
}
