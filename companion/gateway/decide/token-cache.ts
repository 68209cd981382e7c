import { hash } from 'node:crypto'
import type { Word } from '#shared/messages/catalogue.ts'
import type { CompiledApi } from '../api/compiled-api.ts'
import type { ApiRight, Entitlement } from '../policy/entitlement.ts'
import type { Identity } from '../token/identity.ts'
import type { JwtRules } from '../token/jwt-rules.ts'
import type { SessionTimes } from '../limits/counting.ts'
import type { TimeWindow } from '../token/time-claims.ts'
import type { ParsedToken } from '../token/token-shape.ts'
import type { KeySet } from '../jwks/key-set.ts'
import { RecentMap } from '../memory/recent-map.ts'

/** The most recently used tokens. */
const TOKENS = 10_000
/** Of the tokens' texts that are kept between two turns of the map. */
const MOST_BYTES = 16 * 1024 * 1024
/** APIs may ask different things of one token; beyond these the signature is checked again. */
const RULES_PER_TOKEN = 8

export interface VerifiedToken {
  /** By which it was read; APIs with equal rules share them. */
  rules: JwtRules
  token: ParsedToken
  /** The keys that verified the token; the result is void when the keys change. */
  fingerprint: string
  /** The set of these keys that was found last, where there is but one source of them. */
  keySet: KeySet | undefined
  settled: Settled | undefined
  /** The same token under other rules. */
  elsewhere: VerifiedToken | undefined
}

/**
 * Results that depend on the token and the policies only, such as its times: computed once, not per request.
 */
export interface Settled extends TimeWindow {
  /** Of the definitions in use. */
  revision: number
  identity: Identity
  policySource: Word
  entitlement: Entitlement
  /** The one of the entitlement's for the API that asked last. */
  right: ApiRight | undefined
  rightAt: CompiledApi | undefined
  sessionName: string
  /** Milliseconds since the epoch; 0 for a token without an expiry. */
  tokenEndsAtMs: number
  /** As it was answered last. */
  session: SessionTimes | undefined
}

/**
 * Tokens with a verified signature, so that a repeated token costs a hash and no signature check. Times and
 * limits are checked each time; claims and policies again after a change. When an API's rules change, its
 * tokens are verified again.
 */
export interface TokenCache {
  find(rules: JwtRules, digest: string): VerifiedToken | undefined
  /** @returns What is kept from now on. */
  keep(
    digest: string,
    verified: Pick<VerifiedToken, 'rules' | 'token' | 'fingerprint'>,
  ): VerifiedToken
  drop(rules: JwtRules, digest: string): void
}

/**
 * The cache key of a token: a hash, so that the cache has no token text. A connection usually repeats one
 * token, so the last token of each connection is kept: a comparison costs a tenth of a hash.
 */
export type DigestToken = (connection: object, token: string) => string

export function createDigestToken(): DigestToken {
  const last = new WeakMap<object, { token: string; digest: string }>()
  return (connection, token) => {
    const known = last.get(connection)
    if (known?.token === token) return known.digest
    const digest = hash('sha256', token, 'base64url')
    if (!known) last.set(connection, { token, digest })
    else {
      known.token = token
      known.digest = digest
    }
    return digest
  }
}

export function createTokenCache(): TokenCache {
  const tokens = new RecentMap<string, VerifiedToken>(TOKENS)
  let bytes = 0
  return {
    find(rules, digest) {
      let verified = tokens.get(digest)
      while (verified && verified.rules !== rules) verified = verified.elsewhere
      return verified
    },
    keep(digest, { rules, token, fingerprint }) {
      const elsewhere = leaveOut(rules, tokens.get(digest), RULES_PER_TOKEN - 1)
      const verified: VerifiedToken = {
        rules,
        token,
        fingerprint,
        keySet: undefined,
        settled: undefined,
        elsewhere,
      }
      bytes += token.sizeBytes
      if (bytes > MOST_BYTES) {
        bytes = token.sizeBytes
        tokens.turn()
      }
      tokens.set(digest, verified)
      return verified
    },
    drop(rules, digest) {
      const elsewhere = leaveOut(rules, tokens.get(digest), RULES_PER_TOKEN)
      if (elsewhere) tokens.set(digest, elsewhere)
      else tokens.delete(digest)
    },
  }
}

/** The verifications of a token without those under `rules`, at most `most` of them. */
function leaveOut(
  rules: JwtRules,
  verified: VerifiedToken | undefined,
  most: number,
): VerifiedToken | undefined {
  if (!verified || most === 0) return undefined
  if (verified.rules === rules) return leaveOut(rules, verified.elsewhere, most)
  return { ...verified, elsewhere: leaveOut(rules, verified.elsewhere, most - 1) }
}
