import { decodeRuns } from './decode.ts'
import type { Fingerprints } from './fingerprints.ts'
import { unescapeView } from './unescape.ts'
import { type View, viewText } from './view.ts'

/** How often a text may be escaped: JSON in JSON in an address. */
const MOST_ESCAPES = 3

/** A part of a text that stands for a secret, and the bytes of the secret. */
export interface FoundSecret {
  start: number
  /** Excluded. */
  end: number
  secret: Uint8Array
}

/**
 * The secrets in a text, however they are written: plain; escaped for an address, a form, JSON or HTML, also
 * several times; in hexadecimal or base64, also in the midst of other encoded text.
 */
export function findSecrets(all: readonly Fingerprints[], text: string): FoundSecret[] {
  const found: FoundSecret[] = []
  const search = (view: View): void => {
    for (const fingerprints of all)
      fingerprints.search(view.bytes, (start, end) =>
        found.push({
          start: view.startOf(start),
          end: view.endOf(end - 1),
          secret: view.bytes.slice(start, end),
        }),
      )
  }
  forEachEscape(viewText(text), (view) => {
    search(view)
    decodeRuns(view, (decoded) => {
      if (isText(decoded.bytes)) forEachEscape(decoded, search)
      else search(decoded)
    })
  })
  return found
}

function forEachEscape(view: View, use: (view: View) => void): void {
  let current: View | undefined = view
  for (let depth = 0; current && depth <= MOST_ESCAPES; depth += 1) {
    use(current)
    current = unescapeView(current)
  }
}

/** Bytes that were decoded from the wrong place have control characters. */
function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
}
