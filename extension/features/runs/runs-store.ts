import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Run } from '#shared/contract/run.ts'
import { createPagedList, type PagedList } from '../../lib/paged-list.ts'
import { createRecordCache } from '../../lib/record-cache.ts'
import { createWatch } from '../../lib/watch.ts'
import type { Problem } from '#shared/errors/problem.ts'

export interface RunsDeps {
  getApi: () => Pick<ApiClient, 'page' | 'renameRun'>
}

/** All runs. Actions throw the companion's AppErrors. */
export interface RunsStore {
  list: PagedList<Run, undefined>
  /** Those of the list that are on screen, the newest first; nothing until they are read. */
  runs: ReadonlySignal<readonly Run[] | undefined>
  /** Why the runs could not be read. */
  problem: ReadonlySignal<Problem | undefined>
  /** The run whose page is open. */
  shown: ReadonlySignal<Run | undefined>
  /** The run whose page was open last: on the way back its row takes the focus. */
  lastShown: ReadonlySignal<string | undefined>
  show: (id: string) => void
  showList: () => void
  /** The page was left: the next visit begins with the list. */
  leave: () => void
  refresh: () => Promise<void>
  /** The list is kept fresh while it is on screen. @returns Ends that. */
  watch: () => () => void
  follow: (event: CompanionEvent) => void
  rename: (id: string, name: string) => Promise<void>
}

export function createRunsStore({ getApi }: RunsDeps): RunsStore {
  const idOf = ({ id }: Run): string => id
  const records = createRecordCache<Run>(idOf)
  const list = createPagedList<Run, undefined>({
    records,
    idOf,
    query: undefined,
    readPage: (_query, page) => getApi().page('listRuns', { query: page }),
  })
  const { watch, touch } = createWatch(list.refresh)
  const shownId = signal<string>()
  const lastShown = signal<string>()

  return {
    list,
    runs: computed(() => list.found.value?.items),
    problem: list.problem,
    shown: computed(() => (shownId.value === undefined ? undefined : records.find(shownId.value))),
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
    refresh: list.refresh,
    watch,
    follow(event) {
      if (event.name === 'run.changed') records.follow(event.payload)
      if (event.name === 'run.deleted') records.drop(event.payload.id)
      if (event.name.startsWith('run.') || event.name === 'gap') touch()
    },
    async rename(id, name) {
      records.put(await getApi().renameRun({ params: { run: id }, body: { name } }))
    },
  }
}
