import type { HttpAnswer } from '../outgoing/http-client.ts'

type Answer = Pick<HttpAnswer, 'status' | 'headers'>

/** Addresses at which people sign in, in their usual spellings. */
const SIGN_IN = /log-?in|sign-?in|auth(?:enticat|oriz)|sso\b/i

/** Where a redirect leads. */
export function findRedirect(answer: Answer): string | undefined {
  if (answer.status < 300 || answer.status > 399) return undefined
  return readHeader(answer, 'location')
}

/** Where a redirect leads, in words. Without the query, which may hold secrets. */
export function describeRedirect(location: string): string {
  const place = location.replace(/[?#].*$/s, '').slice(0, 200)
  return SIGN_IN.test(place)
    ? `It redirects to ${place}, which looks like a page where people sign in.`
    : `It redirects to ${place}.`
}

export function readHeader(
  { headers }: Pick<HttpAnswer, 'headers'>,
  wanted: string,
): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}
