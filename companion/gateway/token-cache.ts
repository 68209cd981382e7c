import { hash } from 'node:crypto'
import type { CompiledApi } from './decide/compiled-api.ts'
import type { ApiRight, Entitlement } from './decide/entitlement.ts'
import type { Identity } from './decide/identity.ts'
import type { Session } from './decide/session.ts'
import type { TimeWindow } from './decide/time-claims.ts'
import type { ParsedToken } from './decide/token-shape.ts'
import { RecentMap } from './recent-map.ts'

/** Of one API; the last ones used. */
const TOKENS = 10_000

export interface VerifiedToken {
  token: ParsedToken
  /** Which keys verified it: other keys, other truth. */
  fingerprint: string
  settled?: Settled
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
  keep(api: CompiledApi, digest: string, verified: VerifiedToken): void
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
  const caches = new WeakMap<CompiledApi, RecentMap<string, VerifiedToken>>()
  return {
    find: (api, digest) => caches.get(api)?.get(digest),
    keep(api, digest, verified) {
      let cache = caches.get(api)
      if (!cache) caches.set(api, (cache = new RecentMap(TOKENS)))
      cache.set(digest, verified)
    },
    drop(api, digest) {
      caches.get(api)?.delete(digest)
    },
  }
}
