import { batch, computed, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { LessonEntry, LessonProgress } from '#shared/contract/lesson-progress.ts'
import type { Lesson } from '#shared/contract/lesson.ts'
import type { Fact, Run } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { WireStore } from '../wire/wire-store.ts'
import type { Scene, SceneState, Show, StageSource } from './show.ts'

export interface LessonSourceDeps {
  getApi: () => Pick<
    ApiClient,
    'getLesson' | 'beginLesson' | 'goToLessonStep' | 'doLessonAction' | 'getRun' | 'listExchanges'
  >
  wire: Pick<WireStore, 'exchanges' | 'verdicts' | 'needRecent' | 'follow'>
  id: string
}

const RECENT = 50

/** Presents a lesson with its own run. */
export function createLessonSource({ getApi, wire, id }: LessonSourceDeps): StageSource {
  const params = { lesson: id }
  const entry = signal<LessonEntry>()
  const progress = signal<LessonProgress>()
  const run = signal<Run>()

  async function readRun(): Promise<void> {
    const id = progress.value?.run
    if (id !== undefined) run.value = await getApi().getRun({ params: { run: id } })
  }
  async function keep(next: LessonProgress): Promise<void> {
    progress.value = next
    await readRun()
  }
  async function begin(step: number): Promise<void> {
    await keep(await getApi().beginLesson({ params, body: { step } }))
  }
  async function enter(scene: number): Promise<void> {
    if (progress.value?.step === scene) return
    await keep(await getApi().goToLessonStep({ params, body: { step: scene } }))
  }
  /** Stepping only looks, so the companion may be at another step: what is done belongs to this scene. */
  async function act(
    scene: number,
    body: { part: 'action' | 'failure' | 'repair'; action: number },
  ): Promise<void> {
    await enter(scene)
    const next = await getApi().doLessonAction({ params, body })
    await readRecent(getApi(), wire, progress.value?.run)
    await keep(next)
  }

  return {
    run,
    show: computed(() => entry.value?.lesson && describeLesson(entry.value.lesson)),
    async load() {
      const found = await getApi().getLesson({ params })
      if (!found.lesson) throw unreadable(found)
      progress.value = found.progress
      const [isThere] = await Promise.all([readRun().then(yes, no), wire.needRecent()])
      if (!found.progress || !isThere) await begin(found.progress?.step ?? 0)
      entry.value = found
      return progress.value?.step ?? 0
    },
    follow(event) {
      if (event.name === 'lesson.changed' && event.payload.id === id) void keep(event.payload)
      if (event.name === 'run.changed' && event.payload.id === run.value?.id)
        run.value = event.payload
    },
    stateOf(scene) {
      const lesson = entry.value?.lesson
      if (!lesson || !progress.value) return NOTHING
      return readState(scene, { lesson, progress: progress.value, run: run.value, wire })
    },
    enter,
    perform: (scene, action) => act(scene, { part: 'action', action }),
    fail: (scene) => act(scene, { part: 'failure', action: 0 }),
    repair: (scene) => act(scene, { part: 'repair', action: 0 }),
    startOver: begin,
  }
}

/** Events may be late: the picture is whole when the action is done. */
async function readRecent(
  api: Pick<ApiClient, 'listExchanges'>,
  wire: Pick<WireStore, 'follow'>,
  run: string | undefined,
): Promise<void> {
  const recent = await api.listExchanges({ query: { run, limit: RECENT } })
  batch(() => {
    for (const payload of recent) wire.follow({ id: '', name: 'exchange.recorded', payload })
  })
}

const yes = (): boolean => true
const no = (): boolean => false

const NOTHING: SceneState = {
  next: 0,
  facts: [],
  failure: 'none',
  isPassed: false,
  exchanges: [],
}

interface Known {
  lesson: Lesson
  progress: LessonProgress
  run: Run | undefined
  wire: Pick<WireStore, 'exchanges' | 'verdicts'>
}

function readState(scene: number, { lesson, progress, run, wire }: Known): SceneState {
  const step = lesson.steps[scene]
  const done = progress.steps[String(scene)]
  if (!step || !done) return NOTHING
  const outcomes = Object.values(done.outcomes)
  const newest = outcomes.toSorted((left, right) => left.at.localeCompare(right.at)).at(-1)
  const isUndone = (_action: unknown, index: number): boolean => !done.outcomes[String(index)]
  const next = step.actions.findIndex(isUndone)
  return {
    next: next === -1 ? step.actions.length : next,
    ...(newest && { outcome: { text: newest.text, isDone: newest.is_done } }),
    facts: next === 0 ? [] : findFacts(step.actions.at(-1), run),
    failure: done.failure,
    isPassed: done.checkpoints.every(({ state }) => state === 'passed'),
    exchanges: listExchanges(scene, { progress, run, wire }),
  }
}

function findFacts(
  action: Lesson['steps'][number]['actions'][number] | undefined,
  run: Run | undefined,
): readonly Fact[] {
  if (action?.do !== 'step') return []
  return run?.steps.find(({ id }) => id === action.step)?.result?.facts ?? []
}

/**
 * What was seen of the run while a step was the current one, the oldest first. What was sent to prepare the
 * next step belongs to neither.
 */
function listExchanges(
  scene: number,
  { progress, run, wire }: Omit<Known, 'lesson'>,
): readonly Exchange[] {
  const entered = progress.steps[String(scene)]?.entered_at ?? ''
  const later = Object.values(progress.steps)
    .map(({ entered_at, prepared_at = entered_at }) => prepared_at)
    .filter((at) => at > entered)
    .toSorted()
  const api = run?.steps
    .find(({ id }) => id === 'api')
    ?.result?.facts.find(({ id }) => id === 'api_id')?.value
  const isOwn = ({ run: owner, verdict }: Exchange): boolean => {
    if (owner !== undefined) return owner === progress.run
    const decided = verdict === undefined ? undefined : wire.verdicts.value.get(verdict)
    return decided !== undefined && decided.api_id === api
  }
  return [...wire.exchanges.value.values()]
    .filter(
      (exchange) => exchange.at >= entered && exchange.at < (later[0] ?? '9') && isOwn(exchange),
    )
    .toSorted((left, right) => left.at.localeCompare(right.at))
}

function describeLesson(lesson: Lesson): Show {
  return {
    title: lesson.title,
    takeHome: lesson.take_home,
    scenes: lesson.steps.map((step): Scene => {
      const last = step.actions.findLast((action) => action.do === 'step')
      return {
        title: step.title,
        what: step.what,
        why: step.why,
        minutes: step.minutes,
        notes: step.notes,
        rescue: step.rescue,
        takeHome: step.take_home,
        legs: step.legs,
        actions: step.actions.map(({ label }) => label),
        failure: step.failure?.label,
        step: last?.do === 'step' ? last.step : undefined,
      }
    }),
  }
}

function unreadable({ id, problem }: LessonEntry): AppError {
  const line = problem?.line === undefined ? '' : `, line ${problem.line}`
  return new AppError('LESSON_UNREADABLE', {
    detail: `${problem?.file ?? id}${line}: ${problem?.reason ?? 'no lesson'}`,
    hint: 'Correct the file; it is read anew with each visit.',
  })
}
