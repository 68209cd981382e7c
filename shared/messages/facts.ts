/** Facts that a sentence names, by name: texts. */
export type Texts<N extends string> = Readonly<Record<N, string>>
/** Facts that a sentence names, by name: numbers. */
export type Numbers<N extends string> = Readonly<Record<N, number>>
/** Facts that a sentence names, by name: what is or is not. */
export type Flags<N extends string> = Readonly<Record<N, boolean>>
/** Facts that a sentence names, by name: several texts. */
export type Lists<N extends string> = Readonly<Record<N, readonly string[]>>
