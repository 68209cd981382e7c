import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Run } from '#shared/contract/run.ts'
import { createRecordMap } from '../../lib/record-map.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'

export interface RunsDeps {
  getApi: () => Pick<ApiClient, 'listRuns' | 'renameRun'>
}

/** All runs. Actions throw the companion's AppErrors. */
export interface RunsStore {
  /** The newest first; nothing until they are read. */
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
  follow: (event: CompanionEvent) => void
  rename: (id: string, name: string) => Promise<void>
}

export function createRunsStore({ getApi }: RunsDeps): RunsStore {
  /** In the order in which they were begun; the newest is shown first. */
  const records = createRecordMap<Run>(({ id }) => id)
  const runs = computed(() => records.all.value?.toReversed())
  const problem = signal<Problem>()
  const shownId = signal<string>()
  const lastShown = signal<string>()

  async function refresh(): Promise<void> {
    try {
      await records.read(async () => (await getApi().listRuns()).toReversed())
      problem.value = undefined
    } catch (thrown) {
      problem.value = AppError.from(thrown).toProblem()
    }
  }

  return {
    runs,
    problem,
    shown: computed(() => runs.value?.find(({ id }) => id === shownId.value)),
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
      if (event.name === 'run.changed') records.keep(event.payload)
      if (event.name === 'run.deleted') records.drop(event.payload.id)
      if (event.name === 'gap' && runs.value) void refresh()
    },
    async rename(id, name) {
      records.keep(await getApi().renameRun({ params: { run: id }, body: { name } }))
    },
  }
}
