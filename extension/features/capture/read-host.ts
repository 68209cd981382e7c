/** A name or an address, and a port; no wildcard: the person allows one host at a time. */
const HOST = /^(\[[\da-f:.]+\]|[\da-z-]+(\.[\da-z-]+)*)\.?(:\d+)?$/i

/** The pattern of a host that a person typed, or nothing when it is none: `portal.example.com`, `http://localhost:3000`. */
export function readHost(typed: string): string | undefined {
  const text = typed.trim().replace(/(?<!\/)\/\*?$/, '')
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (text === '' || !URL.canParse(url)) return undefined
  const { protocol, host, pathname, search } = new URL(url)
  const isHost = HOST.test(host)
  return isHost && pathname === '/' && search === '' ? `${protocol}//${host}/*` : undefined
}
