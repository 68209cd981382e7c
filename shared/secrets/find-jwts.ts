/** A JSON Web Token that stands in a text. */
export interface FoundJwt {
  start: number
  /** Where its signature begins. */
  signature: number
  end: number
}

// A run of token characters that two more follow. Looked at once each: a search for `eyJ` at every place
// would take minutes for a text such as `-eyJ-eyJ-eyJ…`.
const RUN = /(?<![\w-])[\w-]+(?=\.([\w-]+)\.([\w-]+))/g
const START = /\beyJ[\w-]/

/**
 * The JSON Web Tokens in a text, from left to right: three parts in base64url of which the first begins with
 * `eyJ`, that is `{"` encoded.
 *
 * @see [RFC 7515 §7.1](https://www.rfc-editor.org/rfc/rfc7515.html#section-7.1)
 */
export function findJwts(text: string): FoundJwt[] {
  const found: FoundJwt[] = []
  if (!text.includes('eyJ')) return found
  for (const { 0: run, 1: claims = '', 2: last = '', index } of text.matchAll(RUN)) {
    const at = run.search(START)
    if (at === -1 || index < (found.at(-1)?.end ?? 0)) continue
    const signature = index + run.length + claims.length + 2
    found.push({ start: index + at, signature, end: signature + last.length })
  }
  return found
}
