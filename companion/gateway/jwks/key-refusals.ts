import { quote } from '#shared/errors/quote.ts'
import { type Refusal, causeWithFix, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

/** What is known of a key set when a key is looked for in it. */
export interface KeySetView {
  url: string
  kids: readonly string[]
  ageSeconds: number
  /** Keys that were left out, each with the reason. */
  dropped: readonly { kid: string; problem: string }[]
}

/** A cure offered as a button; empty inputs when no better address is known. */
function correctJwksUri(jwksUri: string | undefined) {
  return {
    label: jwksUri === undefined ? 'Correct the JWKS URI' : `Use ${jwksUri}`,
    inputs: jwksUri === undefined ? {} : { jwks_uri: jwksUri },
  }
}

export function refuseWithoutSource(jwksUri?: string): Refusal {
  return refuse('key', TYK.notAuthorized, {
    reason: 'The API names no key set, so no signature can be checked.',
    evidence: [{ label: 'jwt_source', value: 'empty' }],
    causes: [causeWithFix('The API was made without a JWKS URI.', 'api', correctJwksUri(jwksUri))],
  })
}

/** @see [tyk#7461](https://github.com/TykTechnologies/tyk/issues/7461) */
export function refusePlainUrl(url: string): Refusal {
  return refuse('key', TYK.notAuthorized, {
    reason: `The quirk jwks_plain_url is on: Tyk 5.9 and later read ${quote(url)} once and then fail while it is cached, since jwt_source is not base64.`,
    evidence: [{ label: 'jwt_source', value: quote(url) }],
    causes: [{ text: 'jwt_source holds the address as plain text; write it in base64.' }],
  })
}

export interface FailedLoad {
  url: string
  /** The end of a sentence. */
  failure: string
  retryAfterSeconds: number
}

export function refuseWithoutKeySet(
  { url, failure, retryAfterSeconds }: FailedLoad,
  jwksUri?: string,
): Refusal {
  return refuse('key', TYK.notAuthorized, {
    reason: `No key set could be loaded from ${quote(url)}: ${failure}.`,
    retryAfterSeconds,
    evidence: [
      { label: 'Key set', value: quote(url) },
      { label: 'Failure', value: quote(failure) },
    ],
    causes: [
      causeWithFix('The JWKS URI is not right.', 'api', correctJwksUri(jwksUri)),
      { text: 'The provider is down or not reachable from this machine.' },
    ],
  })
}

/**
 * No key of the set has the token's `kid`.
 *
 * @see [RFC 7515 §4.1.4](https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.4) `kid`
 */
export function refuseUnknownKey(set: KeySetView, kid: string, jwksUri?: string): Refusal {
  const dropped = set.dropped.find((key) => key.kid === kid)
  const count = `${set.kids.length} ${set.kids.length === 1 ? 'key' : 'keys'}`
  const reason = dropped
    ? `The key ${quote(kid)} of ${quote(set.url)} is not used: ${dropped.problem}.`
    : `The token's kid ${quote(kid)} is not among the ${count} of ${quote(set.url)}, fetched ${set.ageSeconds} s ago.`
  return refuse('key', TYK.notAuthorized, {
    reason,
    evidence: [
      { label: 'kid', value: quote(kid) },
      { label: 'Key set', value: quote(set.url) },
      { label: 'Keys in the set', value: quote(set.kids.join(', ') || 'none') },
      { label: 'Age of the set', value: `${set.ageSeconds} s` },
    ],
    causes: dropped
      ? [{ text: `The provider publishes a key that is unsafe: ${dropped.problem}.` }]
      : [
          causeWithFix(
            'The provider changed its keys. The gateway asks again at most every 30 s (Tyk: every 240 s).',
            'token',
            { label: 'Get a new token' },
          ),
          causeWithFix(
            'The token is from another provider than the key set.',
            'api',
            correctJwksUri(jwksUri),
          ),
        ],
  })
}

export function refuseUnusableKey(set: KeySetView, kid: string, algorithm: string): Refusal {
  return refuse('key', TYK.notAuthorized, {
    reason: `The key ${quote(kid)} cannot be used with ${algorithm}: its type, curve, use or alg does not fit.`,
    evidence: [
      { label: 'kid', value: quote(kid) },
      { label: 'Key set', value: quote(set.url) },
    ],
    causes: [{ text: 'The token names a key that is meant for something else.' }],
  })
}

export function refuseSignature(kid: string, algorithm: string): Refusal {
  return refuse('signature', TYK.notAuthorized, {
    reason: `The signature was not made with the key ${quote(kid)} over this header and payload.`,
    evidence: [
      { label: 'kid', value: quote(kid) },
      { label: 'Algorithm', value: algorithm },
    ],
    causes: [
      causeWithFix('The token was changed after it was signed.', 'token', {
        label: 'Get a new token',
      }),
      { text: 'Another provider uses the same key id.' },
    ],
  })
}
