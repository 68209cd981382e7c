import type { LessonAction } from '#shared/contract/lesson-action.ts'
import type { LessonEntry, LessonProgress } from '#shared/contract/lesson-progress.ts'
import type { Lesson, LessonStep } from '#shared/contract/lesson.ts'
import type { Run } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Table } from '../store/table.ts'
import { advanceCheckpoints, openCheckpoints } from './advance-checkpoints.ts'
import { beginRun } from './begin-run.ts'
import {
  findStepProgress,
  isStepOver,
  putStepProgress,
  type StepChange,
} from './change-progress.ts'
import { createLessonQueue, type LessonQueue } from './lesson-queue.ts'
import type { LessonRooms } from './lesson-rooms.ts'
import { performAction } from './perform-action.ts'
import type { LoadedLesson } from './read-lesson.ts'
import { readTraffic } from './read-traffic.ts'

export interface LessonsDeps {
  /** Reads the files. @throws AppError `LESSON_UNREADABLE`. */
  load: () => LoadedLesson[]
  table: Table<LessonProgress>
  rooms: LessonRooms
}

export interface ActionOrder {
  part: 'action' | 'failure' | 'repair'
  action: number
}

/** Lessons as files, and how far a person has come in each. */
export interface Lessons {
  list(): LessonEntry[]
  /** @throws AppError `RECORD_NOT_FOUND`. */
  get(id: string): LessonEntry
  /** @throws AppError `RECORD_NOT_FOUND`, `LESSON_UNREADABLE`, and that of a step that failed. */
  begin(id: string, step: number): Promise<LessonProgress>
  /** @throws AppError as `begin`, `LESSON_NOT_BEGUN`. */
  goTo(id: string, step: number): Promise<LessonProgress>
  /** @throws AppError `LESSON_NOT_BEGUN`, `RECORD_NOT_FOUND` when the step has no such action. */
  act(id: string, order: ActionOrder): Promise<LessonProgress>
  /** @throws AppError `LESSON_NOT_BEGUN`. */
  check(id: string): Promise<LessonProgress>
  /** @throws AppError `LESSON_NOT_BEGUN`. */
  skip(id: string): Promise<LessonProgress>
  /** @throws AppError `LESSON_NOT_BEGUN`. */
  openHint(id: string): Promise<LessonProgress>
  leave(id: string): Promise<void>
}

export function createLessons(deps: LessonsDeps): Lessons {
  return new KeptLessons(deps)
}

class KeptLessons implements Lessons {
  readonly #deps: LessonsDeps
  readonly #queue: LessonQueue = createLessonQueue()

  constructor(deps: LessonsDeps) {
    this.#deps = deps
  }

  list(): LessonEntry[] {
    return this.#deps.load().map((loaded) => this.#present(loaded))
  }

  get(id: string): LessonEntry {
    const loaded = this.#deps.load().find((one) => one.id === id)
    if (loaded) return this.#present(loaded)
    throw new AppError('RECORD_NOT_FOUND', {
      detail: `There is no lesson "${id}".`,
      hint: 'A lesson is a file of the folder "lessons"; GET /api/lessons lists them.',
    })
  }

  begin(id: string, step: number): Promise<LessonProgress> {
    return this.#queue.add(id, async () => {
      const lesson = this.#lesson(id)
      getStep(lesson, step)
      const before = this.#deps.table.get(id)
      await this.#clear(before)
      const run = await beginRun(lesson, step, this.#deps.rooms)
      const kept = Object.entries(before?.steps ?? {}).filter(([number]) => Number(number) < step)
      const progress: LessonProgress = {
        id,
        run: run.id,
        begun_at: step === 0 || !before ? new Date().toISOString() : before.begun_at,
        step,
        steps: Object.fromEntries(kept),
      }
      await this.#deps.table.transact((rows) => rows.put(id, progress))
      return this.#enter(lesson, progress, step)
    })
  }

  goTo(id: string, step: number): Promise<LessonProgress> {
    return this.#queue.add(id, () => this.#enter(this.#lesson(id), this.#progress(id), step))
  }

  act(id: string, { part, action }: ActionOrder): Promise<LessonProgress> {
    return this.#queue.add(id, async () => {
      const progress = this.#progress(id)
      const step = getStep(this.#lesson(id), progress.step)
      const orders = listOrders(step, { part, action })
      for (const order of orders) {
        const outcome = await performAction(order, this.#run(progress), this.#deps.rooms)
        const name = part === 'action' ? String(action) : part
        await this.#change(id, (before) => ({
          ...before,
          outcomes: { ...before.outcomes, [name]: outcome },
          ...(part === 'failure' && { failure: 'played' }),
          ...(part === 'repair' &&
            order === orders.at(-1) &&
            outcome.is_done && { failure: 'repaired' }),
        }))
        // Going on would hide what could not be put right.
        if (part === 'repair' && !outcome.is_done) break
      }
      return this.#look(id)
    })
  }

  check(id: string): Promise<LessonProgress> {
    return this.#queue.add(id, () => this.#look(id))
  }

  skip(id: string): Promise<LessonProgress> {
    return this.#change(id, (step) => ({
      ...step,
      checkpoints: step.checkpoints.map((checkpoint) =>
        checkpoint.state === 'waiting' ? { ...checkpoint, state: 'skipped' } : checkpoint,
      ),
    }))
  }

  openHint(id: string): Promise<LessonProgress> {
    const { hints } = getStep(this.#lesson(id), this.#progress(id).step)
    return this.#change(id, (step) => ({ ...step, hints: Math.min(step.hints + 1, hints.length) }))
  }

  leave(id: string): Promise<void> {
    return this.#queue.add(id, async () => {
      await this.#clear(this.#deps.table.get(id))
      await this.#deps.table.transact((rows) => rows.delete(id))
    })
  }

  /** What a lesson broke is put right, and its run is deleted with its clients. */
  async #clear(before: LessonProgress | undefined): Promise<void> {
    const { rooms } = this.#deps
    rooms.scenarios.stop()
    if (before && rooms.runRecords.get(before.run)) await rooms.runs.remove(before.run)
  }

  /** A step that was entered before goes on as it was left. */
  async #enter(lesson: Lesson, progress: LessonProgress, number: number): Promise<LessonProgress> {
    const step = getStep(lesson, number)
    if (!findStepProgress(progress, number)) {
      const prepared_at = new Date().toISOString()
      for (const action of step.begin) {
        const { problem } = await performAction(action, this.#run(progress), this.#deps.rooms)
        if (problem) throw AppError.fromProblem(problem)
      }
      const entered_at = new Date().toISOString()
      const checkpoints = openCheckpoints(step.checkpoints, entered_at)
      const entered = {
        prepared_at,
        entered_at,
        outcomes: {},
        failure: 'none' as const,
        checkpoints,
        hints: 0,
      }
      await this.#save(progress.id, (before) => putStepProgress(before, number, entered))
    }
    return this.#save(progress.id, (before) => ({ ...before, step: number }))
  }

  async #look(id: string): Promise<LessonProgress> {
    const progress = this.#progress(id)
    const { checkpoints } = getStep(this.#lesson(id), progress.step)
    const traffic = await readTraffic(this.#run(progress), this.#deps.rooms)
    return this.#change(id, (step) => ({
      ...step,
      checkpoints: advanceCheckpoints(checkpoints, step.checkpoints, traffic),
    }))
  }

  /** Changes the step that the person is at; after its last step the lesson is finished. */
  #change(id: string, edit: StepChange): Promise<LessonProgress> {
    const count = this.#lesson(id).steps.length
    return this.#save(id, (before) => {
      const step = findStepProgress(before, before.step)
      if (!step) throw notBegun(id)
      const changed = edit(step)
      const after = putStepProgress(before, before.step, changed)
      const isLast = before.step === count - 1
      if (!isLast || before.finished_at !== undefined || !isStepOver(changed)) return after
      return { ...after, finished_at: new Date().toISOString() }
    })
  }

  #save(id: string, edit: (before: LessonProgress) => LessonProgress): Promise<LessonProgress> {
    return this.#deps.table.transact((rows) => {
      const before = rows.get(id)
      if (!before) throw notBegun(id)
      const after = edit(before)
      rows.put(id, after)
      return after
    })
  }

  #present({ id, lesson, problem }: LoadedLesson): LessonEntry {
    const progress = this.#deps.table.get(id)
    return {
      id,
      ...(lesson && { lesson }),
      ...(problem && { problem }),
      ...(progress && { progress }),
    }
  }

  #lesson(id: string): Lesson {
    const { lesson, problem } = this.get(id)
    if (lesson) return lesson
    const line = problem?.line === undefined ? '' : `, line ${problem.line}`
    throw new AppError('LESSON_UNREADABLE', { detail: `${id}.yaml${line}: ${problem?.reason}` })
  }

  #progress(id: string): LessonProgress {
    const progress = this.#deps.table.get(id)
    if (progress) return progress
    throw notBegun(id)
  }

  #run({ id, run }: LessonProgress): Run {
    if (this.#deps.rooms.runRecords.get(run)) return this.#deps.rooms.runs.get(run)
    throw new AppError('LESSON_NOT_BEGUN', {
      detail: `The run of the lesson "${id}" was deleted.`,
      hint: 'Begin the lesson again.',
    })
  }
}

function getStep(lesson: Lesson, number: number): LessonStep {
  const step = lesson.steps[number]
  if (step) return step
  throw new AppError('RECORD_NOT_FOUND', {
    detail: `The lesson "${lesson.id}" has ${lesson.steps.length} steps, counted from 0.`,
  })
}

function listOrders(step: LessonStep, { part, action }: ActionOrder): readonly LessonAction[] {
  const orders = {
    action: step.actions.slice(action, action + 1),
    failure: step.failure?.actions ?? [],
    repair: step.failure?.repair ?? [],
  }[part]
  if (orders.length > 0) return orders
  throw new AppError('RECORD_NOT_FOUND', { detail: `This step has nothing to do as "${part}".` })
}

function notBegun(id: string): AppError {
  return new AppError('LESSON_NOT_BEGUN', {
    detail: `The lesson "${id}" has not begun.`,
    hint: 'Begin the lesson first.',
  })
}
