import { AccessToken } from '../fixtures/token.ts'
import { decodeJwt, type DecodedJwt } from './decode-jwt.ts'
import { isEqual } from './is-equal.ts'
import {
  judge,
  type MatcherContext,
  type MatcherResult,
  misuse,
  nameKind,
  print,
} from './matcher.ts'

/**
 * Whether a token is a JWT with these claims, and with these members in its header; others may be there.
 * The signature is not checked: `token.inspect()` does that.
 *
 * @param received - A token of the fixture, or its text.
 */
export function toMatchJwt(
  context: MatcherContext,
  received: unknown,
  ...[claims, header = {}]: [claims: Record<string, unknown>, header?: Record<string, unknown>]
): MatcherResult {
  const matcher = `toMatchJwt(${print(claims)})`
  const text = received instanceof AccessToken ? received.accessToken : received
  const decoded = typeof text === 'string' ? decodeJwt(text) : undefined
  if (!decoded)
    return misuse(context, {
      matcher,
      expected: `a JWT with ${print(claims)}`,
      received: typeof text === 'string' ? 'a text that is no JWT' : nameKind(received),
      hint: 'An opaque token has no claims; ask the provider with token.introspect().',
    })
  const differing = [
    ...findDiffering(decoded.claims, claims),
    ...findDiffering(decoded.header, header).map((name) => `header ${name}`),
  ]
  return judge(context, differing.length === 0, {
    matcher,
    expected: print({ ...claims, ...(Object.keys(header).length > 0 && { header }) }),
    received: print(pick(decoded, { claims, header })),
    hint:
      differing.length === 0
        ? undefined
        : `Different: ${differing.join(', ')}. The token has the claims ${Object.keys(decoded.claims).join(', ')}.`,
  })
}

type Members = Record<string, unknown>

function findDiffering(actual: Members, expected: Members): string[] {
  return Object.keys(expected).filter((name) => !isEqual(actual[name], expected[name]))
}

/** The members that were asked about. */
function pick(
  decoded: DecodedJwt,
  { claims, header }: { claims: Members; header: Members },
): Members {
  const names = Object.keys(header)
  const entries = (from: Members, keys: string[]): [string, unknown][] =>
    keys.filter((name) => name in from).map((name) => [name, from[name]])
  return {
    ...Object.fromEntries(entries(decoded.claims, Object.keys(claims))),
    ...(names.length > 0 && { header: Object.fromEntries(entries(decoded.header, names)) }),
  }
}
