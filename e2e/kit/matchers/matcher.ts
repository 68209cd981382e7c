/** What a matcher of Playwright or Vitest may use of its `this`. */
export interface MatcherContext {
  isNot?: boolean | undefined
}

export interface MatcherResult {
  pass: boolean
  message: () => string
}

export interface Words {
  matcher: string
  expected: string
  received: string
  hint?: string | undefined
}

/** A result whose message shows the call, what was expected, what was received, and what helps. */
export function judge(context: MatcherContext, pass: boolean, words: Words): MatcherResult {
  const not = context.isNot ? '.not' : ''
  return {
    pass,
    message: () =>
      [
        `expect(received)${not}.${words.matcher}`,
        '',
        `Expected: ${context.isNot ? 'not ' : ''}${words.expected}`,
        `Received: ${words.received}`,
        ...(words.hint === undefined ? [] : [`Hint:     ${words.hint}`]),
      ].join('\n'),
  }
}

/** A received value that a matcher cannot judge fails it with and without `.not`. */
export function misuse(context: MatcherContext, words: Words): MatcherResult {
  return judge(context, context.isNot === true, words)
}

export function print(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value)
}

/** What a value is, for a person who handed over the wrong one. */
export function nameKind(value: unknown): string {
  if (value instanceof Promise) return 'a promise'
  return value === null ? 'null' : typeof value
}
