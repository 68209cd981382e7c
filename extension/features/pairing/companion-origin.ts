const HOSTS = new Set(['127.0.0.1', 'localhost'])

/**
 * The origin of a companion as a person may type it, or `undefined` when it is not on this machine:
 * the pairing token must never travel to another one. `localhost` is taken for 127.0.0.1, which is
 * where the companion listens.
 */
export function parseCompanionOrigin(typed: string): string | undefined {
  const text = typed.trim()
  const withScheme = /^https?:/i.test(text) ? text : `http://${text}`
  if (!URL.canParse(withScheme)) return undefined
  const url = new URL(withScheme)
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  const isLoopback = url.protocol === 'http:' && HOSTS.has(url.hostname)
  return isBare && isLoopback && url.port !== '' ? `http://127.0.0.1:${url.port}` : undefined
}
