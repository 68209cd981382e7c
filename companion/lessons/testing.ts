import type { LessonProgress, LessonStepProgress } from '#shared/contract/lesson-progress.ts'
import type { Lesson } from '#shared/contract/lesson.ts'
import type { TestCompanion } from '../test-companion.ts'

/** A person who walks a lesson through the control API, as the panel does, in tests. */
export class Learner {
  readonly #lab: TestCompanion
  readonly #params: { lesson: string }
  readonly lesson: Lesson
  progress: LessonProgress

  private constructor(lab: TestCompanion, lesson: Lesson, progress: LessonProgress) {
    this.#lab = lab
    this.#params = { lesson: lesson.id }
    this.lesson = lesson
    this.progress = progress
  }

  static async begin(lab: TestCompanion, id: string): Promise<Learner> {
    const params = { lesson: id }
    const { lesson } = await lab.client.getLesson({ params })
    if (!lesson) throw new RangeError(`The lesson "${id}" cannot be read`)
    return new Learner(lab, lesson, await lab.client.beginLesson({ params, body: {} }))
  }

  get step(): LessonStepProgress {
    const step = this.progress.steps[String(this.progress.step)]
    if (!step) throw new RangeError('The step was not entered')
    return step
  }

  /** How each checkpoint of the step stands. */
  get states(): string[] {
    return this.step.checkpoints.map(({ state }) => state)
  }

  /** Presses the button with these words; the first one where two have the same. */
  async press(label: string): Promise<string> {
    const actions = this.lesson.steps[this.progress.step]?.actions ?? []
    const action = actions.findIndex((one) => one.label === label)
    if (action === -1) throw new RangeError(`The step has no button "${label}"`)
    this.progress = await this.#lab.client.doLessonAction({
      params: this.#params,
      body: { action },
    })
    return this.step.outcomes[String(action)]?.text ?? ''
  }

  async play(part: 'failure' | 'repair'): Promise<string> {
    this.progress = await this.#lab.client.doLessonAction({ params: this.#params, body: { part } })
    return this.step.outcomes[part]?.text ?? ''
  }

  async check(): Promise<void> {
    this.progress = await this.#lab.client.checkLesson({ params: this.#params })
  }

  async skip(): Promise<void> {
    this.progress = await this.#lab.client.skipCheckpoints({ params: this.#params })
  }

  async goOn(): Promise<void> {
    this.progress = await this.#lab.client.goToLessonStep({
      params: this.#params,
      body: { step: this.progress.step + 1 },
    })
  }
}
