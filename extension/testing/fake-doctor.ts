import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Examination } from '#shared/contract/doctor.ts'
import type { AppError } from '#shared/errors/app-error.ts'
import type { FakeParts } from './fake-clients.ts'
import { createSampleExamination } from './sample-doctor.ts'

/** The doctor of a companion in memory. */
export class FakeDoctor {
  list: Examination[] = []
  /** What the next examinations find, in order. */
  next: Partial<Examination>[] = []
  /** Thrown by the next examination. */
  refusal: AppError | undefined
  /** The next examination ends when this does. */
  held: Promise<void> | undefined
  readonly #parts: FakeParts<Examination>

  constructor(parts: FakeParts<Examination>) {
    this.#parts = parts
  }

  readonly api = {
    listExaminations: async () => this.list,
    examine: async ({ body }: { body: unknown }) => {
      this.#parts.log('examine', body)
      return this.#finish()
    },
    applyFix: async (input: { params: { examination: string }; body: { finding: string } }) => {
      this.#parts.log('applyFix', `${input.params.examination} ${input.body.finding}`)
      return this.#finish()
    },
  } as unknown as Partial<ApiClient>

  async #finish(): Promise<Examination> {
    await this.held
    const { refusal } = this
    this.refusal = undefined
    if (refusal) throw refusal
    const examination = createSampleExamination(`e${this.list.length + 1}`, this.next.shift())
    this.list = [examination, ...this.list]
    this.#parts.emit(examination)
    return examination
  }
}
