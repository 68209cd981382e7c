/** The characters that Go escapes in a path, unless the path already has escapes. */
const UNUSUAL = /[^\w\-.~$&+,/:;=@%]/

/** What Go escapes even then. */
const UNTOLERATED = /[^\w\-.~$&+,/:;=@%!'()*[\]]/

/**
 * Writes a path as Tyk sends it on: Go escapes more than browsers do, but leaves a path that came
 * with escapes as it is where that is good enough.
 *
 * @param path - Checked by `readRequestPath`.
 * @see [Go: URL.EscapedPath](https://pkg.go.dev/net/url#URL.EscapedPath)
 */
export function escapePath(path: string): string {
  if (!UNUSUAL.test(path)) return path
  if (!path.includes('%')) return escapeAll(path)
  return UNTOLERATED.test(path) ? escapeAll(decodeURIComponent(path)) : path
}

function escapeAll(text: string): string {
  return text.replaceAll(/[^\w\-.~$&+,/:;=@]+/g, (part) =>
    encodeURIComponent(part).replaceAll(/[!'()*]/g, escapeMark),
  )
}

/** What `encodeURIComponent` leaves as it is. */
function escapeMark(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
}
