import { type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import { DEFAULT_DIALECT, type DialectId, DIALECTS } from '#shared/idp/dialects.ts'
import type { Run } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { createSuggestionFollower } from './follow-suggestions.ts'

export type RunApi = Pick<
  ApiClient,
  'listRuns' | 'getRun' | 'createRun' | 'deleteRun' | 'saveInputs' | 'runStep' | 'cancelStep'
>

/** Where the clients of a run are registered. */
export type RunPlace = Pick<Run, 'target' | 'provider' | 'dialect'>

/** The place of a run; the default dialect while there is none. */
export function readPlace(run: Run | undefined): RunPlace {
  if (!run) return placeAt(DEFAULT_DIALECT)
  const { target, provider, dialect } = run
  return { target, provider, ...(dialect !== undefined && { dialect }) }
}

export function placeAt(dialect: DialectId): RunPlace {
  return { target: 'embedded', provider: DIALECTS[dialect].provider, dialect }
}

export interface RunHolder {
  run: ReadonlySignal<Run | undefined>
  /** Why there is no run, or why starting over did not work. */
  problem: ReadonlySignal<Problem | undefined>
  isRestarting: ReadonlySignal<boolean>
  /** What the last deletion left behind, in words. */
  leftBehind: ReadonlySignal<readonly string[]>
  load: () => Promise<void>
  adopt: (run: Run) => void
  /** Deletes the run with what it made, and begins another one. */
  startOver: (place: RunPlace) => Promise<void>
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

  const followSuggestions = createSuggestionFollower({ getApi, run, adopt })
  const load = (): Promise<void> =>
    guard(async () => {
      const [newest] = await getApi().listRuns()
      adopt(newest ?? (await getApi().createRun({ body: {} })))
    })

  async function startOver(place: RunPlace): Promise<void> {
    isRestarting.value = true
    await guard(async () => {
      if (run.value) leftBehind.value = await deleteRun(getApi(), run.value.id)
      adopt(await getApi().createRun({ body: place }))
    })
    isRestarting.value = false
  }

  return {
    run,
    problem,
    isRestarting,
    leftBehind,
    load,
    adopt,
    startOver,
    follow(event) {
      if (event.name === 'run.changed' && event.payload.id === run.value?.id) adopt(event.payload)
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
