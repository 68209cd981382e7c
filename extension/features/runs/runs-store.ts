import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Run } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'

export interface RunsDeps {
  getApi: () => Pick<ApiClient, 'listRuns' | 'renameRun'>
}

/** All runs. What it does throws AppErrors of the companion. */
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
  const runs = signal<readonly Run[]>()
  const problem = signal<Problem>()
  const shownId = signal<string>()
  const lastShown = signal<string>()

  function keep(run: Run): void {
    // Before the runs are read there is nothing to keep it in; reading brings it along.
    if (!runs.value) return
    const isKnown = runs.value.some(({ id }) => id === run.id)
    runs.value = isKnown
      ? runs.value.map((one) => (one.id === run.id ? run : one))
      : [run, ...runs.value]
  }

  async function refresh(): Promise<void> {
    try {
      runs.value = await getApi().listRuns()
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
      if (event.name === 'run.changed') keep(event.payload)
      if (event.name === 'run.deleted')
        runs.value = runs.value?.filter(({ id }) => id !== event.payload.id)
      if (event.name === 'gap' && runs.value) void refresh()
    },
    async rename(id, name) {
      keep(await getApi().renameRun({ params: { run: id }, body: { name } }))
    },
  }
}
