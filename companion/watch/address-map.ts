/** One origin that is watched, and the port of this machine where it is reached instead. */
export interface Pair {
  /** Origin of the real server. */
  real: string
  port: number
}

/** Addresses of real servers and those that stand in for them, in both directions. */
export interface AddressMap {
  /** An address at a watched server as the client is to see it; other texts stay as they are. */
  toClient: (text: string) => string
  /** An address that a client was given as the server knows it; other texts stay as they are. */
  toServer: (text: string) => string
  /** Every address of a watched server within a text, such as the page of a form. */
  replaceAll: (text: string) => string
}

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']

/**
 * @param name - The name of this machine that the client has asked for: it goes on being asked for.
 */
export function createAddressMap(pairs: readonly Pair[], name: string): AddressMap {
  const seen = ({ port }: Pair): string => `http://${name}:${port}`
  const toServers = new Map(
    pairs.flatMap(({ real, port }) =>
      LOOPBACK_NAMES.map((host) => [`http://${host}:${port}`, real] as const),
    ),
  )
  const toClients = new Map(pairs.map((pair) => [pair.real, seen(pair)] as const))
  return {
    toClient: (text) => move(text, toClients),
    toServer: (text) => move(text, toServers),
    replaceAll: (text) =>
      pairs.reduce((left, pair) => replaceOrigin(left, pair.real, seen(pair)), text),
  }
}

/** What follows the origin stays byte for byte. */
function move(text: string, origins: ReadonlyMap<string, string>): string {
  const authority = AUTHORITY.exec(text)?.[0]
  if (authority === undefined || !URL.canParse(authority)) return text
  const other = origins.get(new URL(authority).origin)
  return other === undefined ? text : other + text.slice(authority.length)
}

/** Scripts write a slash as `\/`, too. No other origin begins with the one that is looked for. */
function replaceOrigin(text: string, from: string, to: string): string {
  const escaped = (origin: string): string => origin.replaceAll('/', String.raw`\/`)
  return [
    [from, to],
    [escaped(from), escaped(to)],
  ].reduce((left, [old = '', next = '']) => {
    const parts = left.split(old)
    return parts
      .slice(1)
      .reduce((done, part) => done + (/^[\w.:@-]/.test(part) ? old : next) + part, parts[0] ?? '')
  }, text)
}
