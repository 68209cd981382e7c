import type { Lesson } from '#shared/contract/lesson.ts'
import type { Run, StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { DIALECTS } from '#shared/idp/dialects.ts'
import { listSteps } from '#shared/journeys/read-steps.ts'
import type { LessonRooms } from './lesson-rooms.ts'

/**
 * Makes the run of a lesson and walks it to where a step of the lesson begins: the steps that the lesson
 * takes for granted, then those of its own earlier steps.
 *
 * @throws AppError of the step that failed; the run is deleted then.
 */
export async function beginRun(lesson: Lesson, at: number, rooms: LessonRooms): Promise<Run> {
  const { journey, dialect, title: name } = lesson
  const { provider } = DIALECTS[dialect]
  const run = await rooms.runs.create({
    journey,
    target: 'embedded',
    provider,
    dialect,
    name,
    origin: 'panel',
  })
  try {
    for (const { step, inputs } of listWalk(lesson, run, at))
      await walkStep(run, step, { inputs, rooms })
    return rooms.runs.get(run.id)
  } catch (error) {
    await rooms.runs.remove(run.id)
    throw error
  }
}

interface Walked {
  step: StepId
  inputs: Record<string, unknown>
}

function listWalk(lesson: Lesson, run: Run, at: number): Walked[] {
  const all = listSteps(run).map(({ id }) => id)
  const granted = all.slice(0, all.findIndex((id) => id === lesson.walked_to) + 1)
  const own = lesson.steps
    .slice(0, at)
    .flatMap(({ actions }) => actions)
    .flatMap((action) => (action.do === 'step' ? [action] : []))
  return [...granted.map((step) => ({ step, inputs: {} })), ...own]
}

async function walkStep(
  run: Run,
  step: StepId,
  { inputs, rooms }: { inputs: Record<string, unknown>; rooms: LessonRooms },
): Promise<void> {
  const after = await rooms.runs.runStep(run.id, step, inputs)
  const problem = after.steps.find(({ id }) => id === step)?.problem
  if (problem) throw AppError.fromProblem(problem)
}
