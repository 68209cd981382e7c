import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Recording } from '#shared/contract/recording.ts'
import type { Visit, VisitDetails, VisitInvitation } from '#shared/contract/visit.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { createPagedList, type PagedList } from '../../lib/paged-list.ts'
import { createRecordCache } from '../../lib/record-cache.ts'
import { createWatch } from '../../lib/watch.ts'

export interface VisitsQuery {
  by?: Visit['by']
}

export interface VisitsDeps {
  getApi: () => Pick<
    ApiClient,
    'page' | 'getVisit' | 'getVisitInvitation' | 'getRecording' | 'putRecording'
  >
}

/** The visits of clients. */
export interface VisitsStore {
  list: PagedList<Visit, VisitsQuery>
  invitation: ReadonlySignal<VisitInvitation | undefined>
  recording: ReadonlySignal<Recording | undefined>
  /** The visit whose page is open, with its legs. */
  shown: ReadonlySignal<VisitDetails | undefined>
  /** Why the visit could not be read. */
  problem: ReadonlySignal<Problem | undefined>
  lastShown: ReadonlySignal<string | undefined>
  show: (id: string) => Promise<void>
  showList: () => void
  leave: () => void
  /** @throws AppError */
  turnRecording: (inbound: boolean) => Promise<void>
  refresh: () => Promise<void>
  /** What is on screen is kept fresh. @returns Ends that. */
  watch: () => () => void
  follow: (event: CompanionEvent) => void
}

export function createVisitsStore({ getApi }: VisitsDeps): VisitsStore {
  const idOf = ({ id }: Visit): string => id
  const records = createRecordCache<Visit>(idOf)
  const list = createPagedList<Visit, VisitsQuery>({
    records,
    idOf,
    query: { by: 'stranger' },
    readPage: (query, page) => getApi().page('listVisits', { query: { ...query, ...page } }),
  })
  const invitation = signal<VisitInvitation>()
  const recording = signal<Recording>()
  const open = createOpenVisit(getApi)

  async function refresh(): Promise<void> {
    const api = getApi()
    const [invited, switched] = await Promise.allSettled([
      api.getVisitInvitation(),
      api.getRecording(),
      list.refresh(),
      open.refresh(),
    ])
    if (invited.status === 'fulfilled') invitation.value = invited.value
    if (switched.status === 'fulfilled') recording.value = switched.value
  }
  const { watch, touch } = createWatch(refresh)
  return {
    list,
    invitation,
    recording,
    ...open,
    problem: computed(() => open.problem.value ?? list.problem.value),
    async turnRecording(inbound) {
      recording.value = await getApi().putRecording({ body: { inbound } })
    },
    refresh,
    watch,
    follow(event) {
      if (event.name === 'visit.changed') records.follow(event.payload)
      if (event.name === 'visit.deleted') records.drop(event.payload.id)
      if (event.name === 'recording.changed') recording.value = event.payload
      if (event.name.startsWith('visit.') || event.name === 'gap') touch()
    },
  }
}

type OpenVisit = Pick<
  VisitsStore,
  'shown' | 'problem' | 'lastShown' | 'show' | 'showList' | 'leave'
>

/** The visit whose page is open. */
function createOpenVisit(
  getApi: () => Pick<ApiClient, 'getVisit'>,
): OpenVisit & { refresh: () => Promise<void> } {
  const shown = signal<VisitDetails>()
  const problem = signal<Problem>()
  const lastShown = signal<string>()

  async function read(id: string): Promise<void> {
    try {
      const visit = await getApi().getVisit({ params: { visit: id } })
      if (lastShown.peek() !== id) return
      shown.value = visit
      problem.value = undefined
    } catch (thrown) {
      problem.value = AppError.from(thrown).toProblem()
    }
  }
  const showList = (): void => {
    shown.value = undefined
    problem.value = undefined
  }

  return {
    shown,
    problem,
    lastShown,
    showList,
    async show(id) {
      lastShown.value = id
      await read(id)
    },
    leave() {
      showList()
      lastShown.value = undefined
    },
    async refresh() {
      const id = lastShown.peek()
      if (shown.peek() && id !== undefined) await read(id)
    },
  }
}
