import type { CompiledApi } from '../api/compiled-api.ts'
import {
  type KeySetView,
  refusePlainUrl,
  refuseSignature,
  refuseUnknownKey,
  refuseUnusableKey,
  refuseWithoutKeySet,
  refuseWithoutSource,
} from '../jwks/key-refusals.ts'
import type { Refusal } from '../outcome/refusal.ts'
import type { ParsedToken } from '../token/token-shape.ts'
import type { KeySet } from '../jwks/key-set.ts'
import type { KeySetAnswer, KeySetStore } from '../jwks/key-set-store.ts'
import { checkSignature } from '../jwks/signing-key.ts'

export interface VerifyTokenDeps {
  keySets: KeySetStore
  now: () => number
}

export interface Verification {
  api: CompiledApi
  text: string
  token: ParsedToken
  verdict: string
}

/**
 * Finds the key and checks the signature; waits only where a key set has to be fetched. Claims are
 * left to `decide/`: Tyk's rules for times have their own skews and their own order.
 *
 * @returns The key set that verified the token.
 */
export function verifyToken(
  deps: VerifyTokenDeps,
  verification: Verification,
): KeySet | Refusal | Promise<KeySet | Refusal> {
  const { api, token, verdict } = verification
  const { keySources: sources, quirks } = api.jwt
  const [first] = sources
  if (first === undefined) return refuseWithoutSource()
  const { kid } = token
  if (api.jwt.hasPlainUrlQuirk && deps.keySets.peek(sources, kid)) return refusePlainUrl(first)
  const hasUnknownKidQuirk = quirks.has('jwks_unknown_kid')
  const answer = deps.keySets.find({ sources, kid, verdict, hasUnknownKidQuirk })
  return answer instanceof Promise
    ? answer.then((known) => verifyWith(known, deps, verification))
    : verifyWith(answer, deps, verification)
}

function verifyWith(
  { keySet, failure = { code: 'KEY_SET_NO_ANSWER' }, retryAfterSeconds }: KeySetAnswer,
  deps: VerifyTokenDeps,
  { api, text, token }: Verification,
): KeySet | Refusal {
  const { kid, algorithm } = token
  const { quirks } = api.jwt
  const [url = ''] = api.jwt.keySources
  const spoiled = quirks.has('jwks_spoiled_set') ? keySet?.atTyk?.why : undefined
  if (spoiled) return refuseWithoutKeySet({ url, failure: spoiled, retryAfterSeconds })
  if (!keySet) return refuseWithoutKeySet({ url, failure, retryAfterSeconds })
  if (!keySet.has(kid)) return refuseUnknownKey(viewKeySet(keySet, deps.now()), kid ?? '')
  const key = api.jwt.algorithms.includes(algorithm) ? keySet.findKey(kid, algorithm) : undefined
  const isGood = key && checkSignature(text, algorithm, key)
  if (isGood === undefined)
    return refuseUnusableKey(viewKeySet(keySet, deps.now()), kid ?? '', algorithm)
  return isGood ? keySet : refuseSignature(kid ?? '', algorithm)
}

function viewKeySet(keySet: KeySet, nowMs: number): KeySetView {
  return {
    name: keySet.name,
    kids: [...keySet.kids],
    ageSeconds: readAgeSeconds(keySet, nowMs),
    dropped: keySet.dropped,
  }
}

export function readAgeSeconds(keySet: KeySet, nowMs: number): number {
  return Math.max(0, Math.round((nowMs - keySet.fetchedAtMs) / 1000))
}
