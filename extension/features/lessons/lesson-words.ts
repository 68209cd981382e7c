import type {
  CheckpointProgress,
  LessonEntry,
  LessonProgress,
  LessonStepProgress,
} from '#shared/contract/lesson-progress.ts'
import type { Lesson } from '#shared/contract/lesson.ts'
import type { ChipTone } from '../../components/feedback/state-chip.tsx'

export type StepMark = 'passed' | 'skipped' | 'here' | 'open'

export function findStepProgress(
  { steps }: LessonProgress,
  number: number,
): LessonStepProgress | undefined {
  return steps[String(number)]
}

/** Whether a step waits for something, and what became of it. */
export function judgeStep(step: LessonStepProgress | undefined): 'passed' | 'skipped' | 'open' {
  if (!step) return 'open'
  const { checkpoints, outcomes } = step
  if (checkpoints.length === 0)
    return Object.values(outcomes).some(({ is_done }) => is_done) ? 'passed' : 'open'
  if (checkpoints.some(({ state }) => state === 'waiting')) return 'open'
  return checkpoints.every(({ state }) => state === 'passed') ? 'passed' : 'skipped'
}

/** How each step of a lesson stands, for the line of segments. */
export function markSteps(lesson: Lesson, progress: LessonProgress | undefined): StepMark[] {
  return lesson.steps.map((_step, number) => {
    if (!progress) return 'open'
    const judged = judgeStep(findStepProgress(progress, number))
    return number === progress.step && judged === 'open' ? 'here' : judged
  })
}

/** The place in a lesson, in words. */
export function describePlace({ lesson, progress }: LessonEntry): { tone: ChipTone; text: string } {
  if (!lesson || !progress) return { tone: 'muted', text: 'Not begun' }
  const marks = markSteps(lesson, progress)
  const passed = marks.filter((mark) => mark === 'passed').length
  if (passed === marks.length) return { tone: 'ok', text: 'Passed' }
  if (progress.finished_at !== undefined)
    return { tone: 'warn', text: `Done, ${passed} of ${marks.length} passed` }
  return { tone: 'info', text: `Step ${progress.step + 1} of ${marks.length}` }
}

/** The minutes that are planned from a step on. */
export function countMinutesLeft({ steps }: Lesson, from: number): number {
  return Math.ceil(steps.slice(from).reduce((sum, { minutes }) => sum + minutes, 0))
}

/** After two misses the next hint is offered. */
export function isHintOffered(step: LessonStepProgress): boolean {
  return step.checkpoints.some(({ state, misses }) => state === 'waiting' && misses.length >= 2)
}

/** What a checkpoint that has not passed says in place of its proof. */
export function describeWaiting({ state, instead, begun_at }: CheckpointProgress): string {
  if (state === 'skipped') return 'Skipped, not passed.'
  if (begun_at === undefined) return 'Begins when the checkpoint above has passed.'
  if (!instead) return 'Not yet. Nothing was seen that could pass it.'
  return `Not yet. Seen instead, ${new Date(instead.at).toLocaleTimeString()}: ${instead.text}.`
}
