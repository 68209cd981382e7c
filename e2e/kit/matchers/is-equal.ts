import { isDeepStrictEqual } from 'node:util'

interface AsymmetricMatcher {
  asymmetricMatch(actual: unknown): boolean
}

/**
 * Deep equality that knows matchers such as `expect.any(String)`. Playwright gives its own to no
 * matcher from outside.
 */
export function isEqual(actual: unknown, expected: unknown): boolean {
  if (isAsymmetric(expected)) return expected.asymmetricMatch(actual)
  if (!isContainer(expected) || !isContainer(actual)) return isDeepStrictEqual(actual, expected)
  const names = Object.keys(expected)
  return (
    Array.isArray(actual) === Array.isArray(expected) &&
    names.length === Object.keys(actual).length &&
    names.every((name) => name in actual && isEqual(actual[name], expected[name]))
  )
}

function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return isContainer(value) && typeof value['asymmetricMatch'] === 'function'
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
