/** Facts that a sentence names, by name: texts. */
export type Texts<N extends string> = Readonly<Record<N, string>>
/** Facts that a sentence names, by name: numbers. */
export type Numbers<N extends string> = Readonly<Record<N, number>>
