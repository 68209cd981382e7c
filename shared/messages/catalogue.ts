import type { EN } from './en/en.ts'

/** What stands in a catalogue under a code: a text, or how a text is made of facts. */
export type Sentence = string | ((facts: never) => string)
export type Sentences = Readonly<Record<string, Sentence>>

type InLanguage<T> = {
  readonly [N in keyof T]: T[N] extends string
    ? string
    : T[N] extends (...facts: never) => string
      ? T[N]
      : InLanguage<T[N]>
}

/**
 * All that is said, in one language. Codes and their facts are read off the English catalogue, so that
 * the compiler finds what another language lacks.
 */
export type Catalogue = InLanguage<typeof EN>

/** A code and facts that are plain texts and numbers. */
export type PlainMessage<T> = {
  [C in keyof T & string]: T[C] extends (facts: infer F) => string
    ? { readonly code: C; readonly facts: F }
    : { readonly code: C; readonly facts?: undefined }
}[keyof T & string]

/** A part of a sentence, or a value that is put in words. */
export type Word = PlainMessage<Catalogue['words']>

/** A value: as it is, in words, or several of them side by side. */
export type Value = string | number | Word | readonly (string | Word)[]

type GivenFacts<F> = {
  readonly [N in keyof F]: F[N] | (string extends F[N] ? Word | readonly (string | Word)[] : never)
}

/** A code and the facts that its sentence names, without a language. */
export type MessageOf<T> = {
  [C in keyof T & string]: T[C] extends (facts: infer F) => string
    ? { readonly code: C; readonly facts: GivenFacts<F> }
    : { readonly code: C; readonly facts?: undefined }
}[keyof T & string]

export type RefusalMessage = MessageOf<Catalogue['refusals']>
export type CauseMessage = MessageOf<Catalogue['causes']>

type LabelOf<T> = {
  [C in keyof T & string]: T[C] extends string ? C : never
}[keyof T & string]

/** The name of a value: a code, or a code with the name that the value has on the wire. */
export type Label =
  LabelOf<Catalogue['labels']> | Extract<MessageOf<Catalogue['labels']>, { facts: object }>
