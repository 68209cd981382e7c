import type { Word } from '#shared/messages/catalogue.ts'

/** Why a key set, or a key, could not be had; `word` is the end of a sentence. */
export class KeySetProblem extends Error {
  readonly word: Word

  constructor(word: Word) {
    super(word.code)
    this.word = word
  }
}

/** What went wrong when keys were fetched or read. */
export function readProblem(thrown: unknown): Word {
  return thrown instanceof KeySetProblem ? thrown.word : { code: 'KEY_SET_CONNECTION' }
}
