import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import type { Comparison, Inspection, TokenCheck } from '#shared/contract/token.ts'
import { EN } from '#shared/messages/en/en.ts'
import { createSpeaker } from '#shared/messages/say.ts'
import { findKindProblem } from '#shared/oauth/access-token/token-kind.ts'
import type { TokenProblem } from '#shared/oauth/access-token/token-problem.ts'
import { TOKEN_PROFILES } from '#shared/oauth/access-token/token-profiles.ts'
import type { Driver } from '../providers/driver.ts'

export interface InspectOptions {
  driver: Pick<Driver, 'tokenProfile' | 'claims' | 'label'>
  /** What the provider's metadata says; unknown, the token's issuer is not judged. */
  issuer: string | undefined
  /** Unknown, the client that the token names is not judged. */
  clientId: string | undefined
  /** The key set as the provider served it; without one the signature is not checked. */
  keySet: unknown
  /** Milliseconds since the epoch, on the lab's clock. */
  nowMs: number
}

/** Examines a token: its claims, its signature, and the claims that a gateway would miss. */
export async function inspectToken(token: string, options: InspectOptions): Promise<Inspection> {
  const parts = decode(token)
  if (!parts)
    return {
      is_jwt: false,
      checks: [
        {
          id: 'jwt',
          text: 'The token is opaque: only the provider can look into it',
          state: 'warned',
          evidence: 'Introspection (RFC 7662) asks the provider',
        },
      ],
    }
  const { header, claims } = parts
  const exp = claims['exp']
  return {
    is_jwt: true,
    header,
    claims,
    ...(typeof exp === 'number' && { seconds_left: Math.round(exp - options.nowMs / 1000) }),
    checks: [
      await checkSignature(token, options),
      ...lintKind(parts, options),
      ...lintClaims(claims, options),
    ],
  }
}

/** @see [RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515.html#section-5.2) */
async function checkSignature(
  token: string,
  { keySet, nowMs }: InspectOptions,
): Promise<TokenCheck> {
  const check = { id: 'signature', text: 'A key of the provider’s set signed it' }
  if (keySet === undefined)
    return { ...check, state: 'warned', evidence: 'Not checked: there is no key set' }
  try {
    const keys = createLocalJWKSet(keySet as never)
    const { protectedHeader } = await jwtVerify(token, keys, {
      currentDate: new Date(nowMs),
      clockTolerance: 315_360_000,
    })
    return { ...check, state: 'passed', evidence: `kid ${protectedHeader.kid ?? 'none'}` }
  } catch (thrown) {
    const isOurs = thrown instanceof errors.JOSEError
    return { ...check, state: 'failed', evidence: isOurs ? thrown.message : 'No usable key set' }
  }
}

type Parts = Record<'header' | 'claims', Record<string, unknown>>

const speaker = createSpeaker(EN)

/** Whether it is an access token at all, and one as this kind of provider writes them. */
function lintKind({ header, claims }: Parts, { driver }: InspectOptions): TokenCheck[] {
  const profile = driver.tokenProfile ?? chooseProfile(header)
  const check = (id: string, text: string, problem: TokenProblem | undefined): TokenCheck => ({
    id,
    text,
    state: problem === undefined ? 'passed' : 'warned',
    ...(problem !== undefined && { evidence: speaker.say(EN.refusals, problem) }),
  })
  return [
    check('kind', 'It is an access token', findKindProblem(header, claims)),
    check(
      'profile',
      `It has the form of the profile ${profile}`,
      TOKEN_PROFILES[profile](header, claims),
    ),
  ]
}

/** A token that says it follows RFC 9068 is checked against RFC 9068, whatever provider issued it. */
function chooseProfile({ typ }: Record<string, unknown>): keyof typeof TOKEN_PROFILES {
  return /^(?:application\/)?at\+jwt$/i.test(String(typ)) ? 'rfc9068' : 'generic'
}

function lintClaims(
  claims: Record<string, unknown>,
  { driver, issuer, clientId, nowMs }: InspectOptions,
): TokenCheck[] {
  const now = nowMs / 1000
  const { iss, exp, iat, aud } = claims
  const own = driver.claims
  const say = (id: string, text: string, isGood: boolean): TokenCheck => ({
    id,
    text,
    state: isGood ? 'passed' : 'warned',
    evidence: `${id}: ${JSON.stringify(claims[id])}`,
  })
  return [
    ...(issuer === undefined
      ? []
      : [say('iss', 'It names the issuer of the metadata', iss === issuer)]),
    say('aud', 'It names an audience', aud !== undefined),
    say('exp', 'It has not ended', typeof exp === 'number' && exp > now),
    say('iat', 'It was not issued in the future', typeof iat === 'number' && iat <= now + 60),
    say(own.identity, 'It has a subject', claims[own.identity] !== undefined),
    ...(clientId === undefined
      ? []
      : [say(own.client_id, 'It names the client', claims[own.client_id] === clientId)]),
    say(own.scope, 'It carries a scope', claims[own.scope] !== undefined),
  ]
}

/** The differences between two tokens; times and ids always differ, and are shown too. */
export function compareTokens(left: string, right: string): Comparison {
  const [one, other] = [decode(left), decode(right)]
  const differences: Comparison['differences'] = []
  for (const part of ['header', 'claims'] as const) {
    const names = new Set([...Object.keys(one?.[part] ?? {}), ...Object.keys(other?.[part] ?? {})])
    for (const name of names) {
      const [a, b] = [write(one?.[part][name]), write(other?.[part][name])]
      if (a !== b)
        differences.push({
          part,
          name,
          ...(a !== undefined && { left: a }),
          ...(b !== undefined && { right: b }),
        })
    }
  }
  return { differences }
}

function write(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value)
}

function decode(token: string) {
  try {
    return {
      header: { ...decodeProtectedHeader(token) } as Record<string, unknown>,
      claims: decodeJwt(token) as Record<string, unknown>,
    }
  } catch {
    return undefined
  }
}
