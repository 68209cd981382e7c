import { RE2JS } from 're2js'

/**
 * Compiles a pattern of Go, which is RE2: it has no look-around and takes linear time, so that no
 * pattern can hold the gateway up.
 *
 * @returns `undefined` when it is none.
 * @see [RE2 syntax](https://github.com/google/re2/wiki/Syntax)
 */
export function compilePattern(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(source)
  } catch {
    return undefined
  }
}

/**
 * A path of a definition as a pattern, as Tyk makes it with prefix and suffix matching on: from the
 * start where it begins with a slash, and always to the end; a star behind a slash is any text.
 *
 * @returns `undefined` for a path whose pattern is not Go's; such a rule matches nothing.
 * @see [Tyk: path matching](https://tyk.io/docs/getting-started/key-concepts/url-matching/)
 */
export function compilePath(path: string, flags = ''): RE2JS | undefined {
  const whole = path
    .replaceAll(/\{[^{}]*[A-Za-z][^{}]*\}/g, '[^/]+')
    .replaceAll('/*/', '/[^/]+/')
    .replaceAll('/*', '/.*')
  const start = whole.startsWith('/') ? '^' : ''
  return compilePattern(`${flags}${start}${whole}${whole.endsWith('$') ? '' : '$'}`)
}
