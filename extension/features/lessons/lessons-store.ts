import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { LessonEntry, LessonProgress } from '#shared/contract/lesson-progress.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import type { TypedValues } from '../../components/forms/typed-values.ts'
import { findStepProgress } from './lesson-words.ts'

export interface LessonsDeps {
  getApi: () => Pick<
    ApiClient,
    | 'listLessons'
    | 'beginLesson'
    | 'goToLessonStep'
    | 'leaveLesson'
    | 'doLessonAction'
    | 'checkLesson'
    | 'skipCheckpoints'
    | 'openHint'
  >
  announce: (sentence: string) => void
  /** Keeps which lesson is open over a reload. */
  typed: TypedValues
}

/** The lessons and how far the person came. Actions throw the companion's AppErrors. */
export interface LessonsStore {
  /** Nothing until they are read. */
  entries: ReadonlySignal<readonly LessonEntry[] | undefined>
  problem: ReadonlySignal<Problem | undefined>
  /** The lesson whose page is open; it stays open while another page is looked at. */
  shown: ReadonlySignal<LessonEntry | undefined>
  lastShown: ReadonlySignal<string | undefined>
  show: (id: string) => void
  showList: () => void
  refresh: () => Promise<void>
  follow: (event: CompanionEvent) => void
  begin: (id: string, step?: number) => Promise<void>
  goTo: (id: string, step: number) => Promise<void>
  forget: (id: string) => Promise<void>
  act: (id: string, action: number) => Promise<void>
  skip: (id: string) => Promise<void>
  openHint: (id: string) => Promise<void>
}

/** Traffic comes in bursts; one look at the checkpoints serves for all of it. */
const LOOK_AFTER_MS = 150

export function createLessonsStore({ getApi, announce, typed }: LessonsDeps): LessonsStore {
  const entries = signal<readonly LessonEntry[]>()
  const problem = signal<Problem>()
  const shownId = typed.open('lessons/shown', '')
  const lastShown = signal<string>()
  const shown = computed(() => entries.value?.find(({ id }) => id === shownId.value))

  const look = createLook({ getApi, shown, keep })

  function change(id: string, progress: LessonProgress | undefined): void {
    entries.value = entries.value?.map((entry) => {
      if (entry.id !== id) return entry
      const { progress: _before, ...rest } = entry
      return progress ? { ...rest, progress } : rest
    })
  }

  function keep(progress: LessonProgress): void {
    const before = countPassed(entries.value?.find(({ id }) => id === progress.id))
    change(progress.id, progress)
    const after = countPassed(entries.value?.find(({ id }) => id === progress.id))
    if (after > before && progress.id === shownId.value) announce('Checkpoint passed.')
  }

  async function refresh(): Promise<void> {
    try {
      entries.value = await getApi().listLessons()
      problem.value = undefined
      look()
    } catch (thrown) {
      problem.value = AppError.from(thrown).toProblem()
    }
  }

  return {
    entries,
    problem,
    shown,
    lastShown,
    show(id) {
      shownId.value = id
      lastShown.value = id
    },
    showList: () => (shownId.value = ''),
    refresh,
    follow(event) {
      if (event.name === 'lesson.changed') keep(event.payload)
      if (event.name === 'lesson.deleted') change(event.payload.id, undefined)
      if (event.name === 'gap' && entries.value) void refresh()
      if (event.name === 'exchange.recorded' || event.name === 'verdict.decided') look()
    },
    ...createCalls(getApi, keep),
    async forget(id) {
      await getApi().leaveLesson({ params: { lesson: id } })
      change(id, undefined)
    },
  }
}

/** Something may have gone over the wire that a checkpoint of the open lesson waits for. */
function createLook({
  getApi,
  shown,
  keep,
}: Pick<LessonsDeps, 'getApi'> &
  Pick<LessonsStore, 'shown'> & { keep: (progress: LessonProgress) => void }): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    if (timer !== undefined || !isWaiting(shown.value)) return
    timer = setTimeout(() => {
      timer = undefined
      const entry = shown.value
      if (!isWaiting(entry)) return
      getApi()
        .checkLesson({ params: { lesson: entry.id } })
        .then(keep, () => undefined)
    }, LOOK_AFTER_MS)
  }
}

type Calls = Pick<LessonsStore, 'begin' | 'goTo' | 'act' | 'skip' | 'openHint'>

/** What a person does in a lesson; the answer is how far the person came with it. */
function createCalls(
  getApi: LessonsDeps['getApi'],
  keep: (progress: LessonProgress) => void,
): Calls {
  return {
    async begin(id, step = 0) {
      keep(await getApi().beginLesson({ params: { lesson: id }, body: { step } }))
    },
    async goTo(id, step) {
      keep(await getApi().goToLessonStep({ params: { lesson: id }, body: { step } }))
    },
    async act(id, action) {
      keep(await getApi().doLessonAction({ params: { lesson: id }, body: { action } }))
    },
    async skip(id) {
      keep(await getApi().skipCheckpoints({ params: { lesson: id } }))
    },
    async openHint(id) {
      keep(await getApi().openHint({ params: { lesson: id } }))
    },
  }
}

function isWaiting(entry: LessonEntry | undefined): entry is LessonEntry {
  const { progress } = entry ?? {}
  if (!progress) return false
  const step = findStepProgress(progress, progress.step)
  return step?.checkpoints.some(({ state }) => state === 'waiting') ?? false
}

function countPassed(entry: LessonEntry | undefined): number {
  return Object.values(entry?.progress?.steps ?? {})
    .flatMap(({ checkpoints }) => checkpoints)
    .filter(({ state }) => state === 'passed').length
}
