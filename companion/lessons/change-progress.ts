import type { LessonProgress, LessonStepProgress } from '#shared/contract/lesson-progress.ts'

export type StepChange = (before: LessonStepProgress) => LessonStepProgress

export function findStepProgress(
  { steps }: LessonProgress,
  number: number,
): LessonStepProgress | undefined {
  return steps[String(number)]
}

export function putStepProgress(
  progress: LessonProgress,
  number: number,
  step: LessonStepProgress,
): LessonProgress {
  return { ...progress, steps: { ...progress.steps, [String(number)]: step } }
}

/** True once nothing of a step is waited for: its checkpoints have passed or were skipped. */
export function isStepOver({ checkpoints, outcomes }: LessonStepProgress): boolean {
  if (checkpoints.length === 0) return Object.values(outcomes).some(({ is_done }) => is_done)
  return checkpoints.every(({ state }) => state !== 'waiting')
}
