import { AppError } from '#shared/errors/app-error.ts'

/**
 * The part of an answer that came before the connection broke, the time was up, or it grew too long. Its
 * text may hold secrets, so it is no property that a logger would print.
 */
export class PartialAnswerError extends Error {
  override readonly name = 'PartialAnswerError'
  readonly #answer: { status: number; body: Buffer }

  constructor(answer: { status: number; body: Buffer }, options: { cause: unknown }) {
    super('The answer did not come to its end', options)
    this.#answer = answer
  }

  get status(): number {
    return this.#answer.status
  }

  get text(): string {
    return this.#answer.body.toString('utf8')
  }
}

/** The part of the answer that a failed call has received, if any. */
export function findPartialAnswer(thrown: unknown): PartialAnswerError | undefined {
  const cause = thrown instanceof AppError ? thrown.cause : undefined
  return cause instanceof PartialAnswerError ? cause : undefined
}
