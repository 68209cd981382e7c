import type { Catalogue, Label, Sentence, Sentences, Value, Word } from './catalogue.ts'

interface Message {
  readonly code: string
  readonly facts?: Readonly<Record<string, unknown>> | undefined
}

/** Puts codes into the words of one catalogue. */
export interface Speaker {
  /** @throws RangeError for a code that the sentences lack. */
  say(sentences: Sentences, message: Message): string
  label(label: Label): string
  value(value: Value): string
}

export function createSpeaker({ labels, words }: Pick<Catalogue, 'labels' | 'words'>): Speaker {
  const value = (given: unknown): string => {
    if (Array.isArray(given)) return given.map(value).join(', ')
    return typeof given === 'object' && given !== null ? say(words, given as Word) : String(given)
  }
  /** Numbers stay numbers: languages count differently. */
  const resolve = (facts: Message['facts'] = {}): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => [
        name,
        typeof fact === 'object' ? value(fact) : fact,
      ]),
    )
  const say = (sentences: Sentences, { code, facts }: Message): string => {
    const sentence: Sentence | undefined = sentences[code]
    if (sentence === undefined) throw new RangeError(`No sentence has the code "${code}"`)
    return typeof sentence === 'string' ? sentence : sentence(resolve(facts) as never)
  }
  return {
    say,
    value,
    label: (label) => say(labels, typeof label === 'string' ? { code: label } : label),
  }
}
