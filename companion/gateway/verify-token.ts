import { compactVerify, errors } from 'jose'
import type { CompiledApi } from './decide/compiled-api.ts'
import {
  type KeySetView,
  refusePlainUrl,
  refuseSignature,
  refuseUnknownKey,
  refuseUnusableKey,
  refuseWithoutKeySet,
  refuseWithoutSource,
} from './decide/key-refusals.ts'
import type { Refusal } from './decide/refusal.ts'
import type { ParsedToken } from './decide/token-shape.ts'
import type { KeySet } from './jwks/key-set.ts'
import type { KeySetStore } from './jwks/key-set-store.ts'

export interface VerifyTokenDeps {
  keySets: KeySetStore
  now: () => number
  /** A JWKS address that is known to work, offered as a cure. */
  suggestJwksUri: () => string | undefined
}

export interface Verification {
  api: CompiledApi
  text: string
  token: ParsedToken
  verdict: string
}

/**
 * Finds the key and checks the signature. Claims are left to `decide/`: Tyk's rules for times have
 * skews of their own, and its own order.
 *
 * @returns The key set that verified the token.
 * @see [RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515.html#section-5.2)
 */
export async function verifyToken(
  deps: VerifyTokenDeps,
  { api, text, token, verdict }: Verification,
): Promise<KeySet | Refusal> {
  const { keySources: sources, quirks } = api.jwt
  const [first] = sources
  const suggestion = deps.suggestJwksUri()
  if (first === undefined) return refuseWithoutSource(suggestion)
  const { kid, algorithm } = token
  if (api.jwt.hasPlainUrlQuirk && deps.keySets.peek(sources, kid)) return refusePlainUrl(first)
  const hasUnknownKidQuirk = quirks.has('jwks_unknown_kid')
  const {
    keySet,
    failure = 'nobody answered',
    retryAfterSeconds,
  } = await deps.keySets.find({ sources, kid, verdict, hasUnknownKidQuirk })
  if (!keySet) return refuseWithoutKeySet({ url: first, failure, retryAfterSeconds }, suggestion)
  const view = viewKeySet(keySet, deps.now())
  if (!keySet.has(kid)) return refuseUnknownKey(view, kid ?? '', suggestion)
  try {
    await compactVerify(text, keySet.findKey, { algorithms: [...api.jwt.algorithms] })
    return keySet
  } catch (thrown) {
    return thrown instanceof errors.JWSSignatureVerificationFailed
      ? refuseSignature(kid ?? '', algorithm)
      : refuseUnusableKey(view, kid ?? '', algorithm)
  }
}

function viewKeySet(keySet: KeySet, nowMs: number): KeySetView {
  return {
    url: keySet.url,
    kids: [...keySet.kids],
    ageSeconds: readAgeSeconds(keySet, nowMs),
    dropped: keySet.dropped,
  }
}

export function readAgeSeconds(keySet: KeySet, nowMs: number): number {
  return Math.max(0, Math.round((nowMs - keySet.fetchedAtMs) / 1000))
}
