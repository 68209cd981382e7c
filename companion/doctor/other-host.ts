/**
 * An issuer that is the other one under another host name, such as localhost and 127.0.0.1.
 */
export function findOtherHost(
  iss: unknown,
  issuer: string | undefined,
): { iss: string; issuer: string } | undefined {
  if (typeof iss !== 'string' || issuer === undefined || iss === issuer) return undefined
  if (!URL.canParse(iss) || !URL.canParse(issuer)) return undefined
  const [own, other] = [new URL(issuer), new URL(iss)]
  const isSamePlace = own.pathname === other.pathname && own.hostname !== other.hostname
  return isSamePlace && own.pathname !== '/' ? { iss, issuer } : isLoopbackPair(own, other)
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', 'host.docker.internal'])

/** Two names of one machine, whatever the path. */
function isLoopbackPair(own: URL, other: URL): { iss: string; issuer: string } | undefined {
  const isPair =
    own.pathname === other.pathname &&
    own.hostname !== other.hostname &&
    LOOPBACK.has(own.hostname) &&
    LOOPBACK.has(other.hostname)
  return isPair ? { iss: other.href, issuer: own.href } : undefined
}
