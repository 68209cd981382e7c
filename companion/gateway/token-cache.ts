import { hash } from 'node:crypto'
import type { CompiledApi } from './decide/compiled-api.ts'
import type { ApiRight, Entitlement } from './decide/entitlement.ts'
import type { Identity } from './decide/identity.ts'
import type { Session } from './decide/session.ts'
import type { TimeWindow } from './decide/time-claims.ts'
import type { ParsedToken } from './decide/token-shape.ts'
import type { KeySet } from './jwks/key-set.ts'
import { RecentMap } from './recent-map.ts'

/** The last ones used. */
const TOKENS = 10_000
/** One token may go to several APIs; beyond these the signature is checked again. */
const APIS_PER_TOKEN = 8

export interface VerifiedToken {
  api: CompiledApi
  token: ParsedToken
  /** Which keys verified it: other keys, other truth. */
  fingerprint: string
  /** The set of these keys that was found last, where there is but one source of them. */
  keySet: KeySet | undefined
  settled: Settled | undefined
  /** The same token at another API. */
  elsewhere: VerifiedToken | undefined
}

/** What follows from a token alone while no policy changes: asked once, not per request. */
export interface Settled {
  /** Of the definitions in use. */
  revision: number
  /** When the token may be used. */
  window: TimeWindow
  identity: Identity
  policySource: string
  entitlement: Entitlement
  /** The one of the entitlement's for the API that asked. */
  right: ApiRight | undefined
  sessionName: string
  session: Session
}

/**
 * Tokens whose signature was right, so that the second sight of one costs a hash and no
 * cryptography. Times and limits are checked each time; claims and policies again after a change.
 * An API that changes is compiled anew and starts with an empty cache.
 */
export interface TokenCache {
  find(api: CompiledApi, digest: string): VerifiedToken | undefined
  /** @returns What is kept from now on. */
  keep(
    digest: string,
    verified: Pick<VerifiedToken, 'api' | 'token' | 'fingerprint'>,
  ): VerifiedToken
  drop(api: CompiledApi, digest: string): void
}

/**
 * A token's name in the cache; its text stays out of it. A connection mostly carries one token again
 * and again, so its last one is remembered with it: comparing costs a tenth of hashing.
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
  return {
    find(api, digest) {
      let verified = tokens.get(digest)
      while (verified && verified.api !== api) verified = verified.elsewhere
      return verified
    },
    keep(digest, { api, token, fingerprint }) {
      const elsewhere = leaveOut(api, tokens.get(digest), APIS_PER_TOKEN - 1)
      const verified: VerifiedToken = {
        api,
        token,
        fingerprint,
        keySet: undefined,
        settled: undefined,
        elsewhere,
      }
      tokens.set(digest, verified)
      return verified
    },
    drop(api, digest) {
      const elsewhere = leaveOut(api, tokens.get(digest), APIS_PER_TOKEN)
      if (elsewhere) tokens.set(digest, elsewhere)
      else tokens.delete(digest)
    },
  }
}

/** The first `most` of a token's APIs but for one. */
function leaveOut(
  api: CompiledApi,
  verified: VerifiedToken | undefined,
  most: number,
): VerifiedToken | undefined {
  if (!verified || most === 0) return undefined
  if (verified.api === api) return leaveOut(api, verified.elsewhere, most)
  return { ...verified, elsewhere: leaveOut(api, verified.elsewhere, most - 1) }
}
