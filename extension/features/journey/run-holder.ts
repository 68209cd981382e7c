import { type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Run } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { createSuggestionFollower } from './follow-suggestions.ts'

export type RunApi = Pick<
  ApiClient,
  'listRuns' | 'getRun' | 'createRun' | 'deleteRun' | 'saveInputs' | 'runStep' | 'cancelStep'
>

export interface RunHolder {
  run: ReadonlySignal<Run | undefined>
  /** Why there is no run, or why starting over did not work. */
  problem: ReadonlySignal<Problem | undefined>
  isRestarting: ReadonlySignal<boolean>
  /** What the last deletion left behind, in words. */
  leftBehind: ReadonlySignal<readonly string[]>
  /** Reads the run on screen again, or at first the wanted one; the newest where it is gone. */
  load: (wanted?: string) => Promise<void>
  /** Shows this run. */
  adopt: (run: Run) => void
  /** Takes a new state of a run; nothing where another one is on screen by now. */
  update: (run: Run) => void
  /** Does what changes the run on screen: a failure is told, and what leads elsewhere waits. */
  restart: (work: () => Promise<void>) => Promise<void>
  /** Deletes a run with what it made, and remembers what was left behind. */
  remove: (id: string) => Promise<void>
  follow: (event: CompanionEvent) => void
  dismissLeftBehind: () => void
}

export interface RunHolderDeps {
  getApi: () => RunApi
  onRun: (next: Run, previous: Run | undefined) => void
}

/** Holds the run on screen. The companion owns it; this is the last state that it told. */
export function createRunHolder({ getApi, onRun }: RunHolderDeps): RunHolder {
  const run = signal<Run>()
  const problem = signal<Problem>()
  const isRestarting = signal(false)
  const leftBehind = signal<readonly string[]>([])

  function adopt(next: Run): void {
    const previous = run.value
    run.value = next
    problem.value = undefined
    onRun(next, previous)
  }

  async function guard(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      problem.value = AppError.from(thrown).toProblem()
    }
  }

  const followSuggestions = createSuggestionFollower({ getApi, run, adopt: update })
  const load = (wanted?: string): Promise<void> =>
    guard(async () => {
      const id = run.value?.id ?? wanted
      const known = id === undefined ? undefined : await findRun(getApi(), id)
      const [newest] = known ? [] : await getApi().listRuns({ query: { limit: 1 } })
      adopt(known ?? newest ?? (await getApi().createRun({ body: {} })))
    })

  function update(next: Run): void {
    if (next.id === run.value?.id) adopt(next)
  }

  async function restart(work: () => Promise<void>): Promise<void> {
    isRestarting.value = true
    await guard(work)
    isRestarting.value = false
  }

  return {
    run,
    problem,
    isRestarting,
    leftBehind,
    load,
    adopt,
    update,
    restart,
    async remove(id) {
      leftBehind.value = await deleteRun(getApi(), id)
    },
    follow(event) {
      if (event.name === 'run.changed') update(event.payload)
      followSuggestions(event)
      const isGone = event.name === 'run.deleted' && event.payload.id === run.value?.id
      if ((isGone && !isRestarting.value) || event.name === 'gap') void load()
    },
    dismissLeftBehind: () => (leftBehind.value = []),
  }
}

async function deleteRun(api: RunApi, id: string): Promise<readonly string[]> {
  try {
    return (await api.deleteRun({ params: { run: id } })).left_behind
  } catch (thrown) {
    if (AppError.from(thrown).code === 'RECORD_NOT_FOUND') return []
    throw thrown
  }
}

async function findRun(api: Pick<ApiClient, 'getRun'>, run: string): Promise<Run | undefined> {
  try {
    return await api.getRun({ params: { run } })
  } catch (thrown) {
    if (AppError.from(thrown).code === 'RECORD_NOT_FOUND') return undefined
    throw thrown
  }
}
