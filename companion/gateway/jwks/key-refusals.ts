import type { Word } from '#shared/messages/catalogue.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Evidence, type Refusal, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

/** What is known of a key set when a key is looked for in it. */
export interface KeySetView {
  /** The address of the key set; a word where the definition holds the keys themselves. */
  name: string | Word
  kids: readonly string[]
  ageSeconds: number
  /** Keys that were left out, each with the reason. */
  dropped: readonly { kid: string; problem: Word }[]
}

export function refuseWithoutSource(): Refusal {
  return refuse('key', TYK.notAuthorized, {
    code: 'KEY_SET_MISSING',
    evidence: [showMember('jwt_source', { code: 'EMPTY' })],
    causes: [{ code: 'JWKS_URI_MISSING' }],
  })
}

/** @see [tyk#7461](https://github.com/TykTechnologies/tyk/issues/7461) */
export function refusePlainUrl(address: string): Refusal {
  const url = quote(address)
  return refuse('key', TYK.notAuthorized, {
    code: 'JWKS_PLAIN_URL',
    facts: { url },
    evidence: [showMember('jwt_source', url)],
    causes: [{ code: 'JWKS_URI_PLAIN' }],
  })
}

export interface FailedLoad {
  url: string
  failure: Word
  retryAfterSeconds: number
}

export function refuseWithoutKeySet({ url, failure, retryAfterSeconds }: FailedLoad): Refusal {
  const address = quote(url)
  return refuse('key', TYK.notAuthorized, {
    code: 'KEY_SET_UNAVAILABLE',
    facts: { url: address, failure },
    retryAfterSeconds,
    evidence: [
      { label: 'keySet', value: address },
      { label: 'failure', value: failure },
    ],
    causes: [{ code: 'JWKS_URI_WRONG' }, { code: 'PROVIDER_DOWN' }],
  })
}

/**
 * No key of the set has the token's `kid`.
 *
 * @see [RFC 7515 §4.1.4](https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.4) `kid`
 */
export function refuseUnknownKey(set: KeySetView, text: string): Refusal {
  const { kids, ageSeconds } = set
  const dropped = set.dropped.find((key) => key.kid === text)
  const kid = quote(text)
  const keySet = showName(set)
  const evidence: readonly Evidence[] = [
    showMember('kid', kid),
    { label: 'keySet', value: keySet },
    { label: 'keysInSet', value: quote(kids.join(', ')) || { code: 'NONE' } },
    { label: 'keySetAge', value: { code: 'SECONDS', facts: { seconds: ageSeconds } } },
  ]
  if (dropped) {
    const { problem } = dropped
    return refuse('key', TYK.notAuthorized, {
      code: 'KEY_DROPPED',
      facts: { kid, keySet, problem },
      evidence,
      causes: [{ code: 'KEY_UNSAFE', facts: { problem } }],
    })
  }
  return refuse('key', TYK.notAuthorized, {
    code: 'KEY_UNKNOWN',
    facts: { kid, keySet, keys: kids.length, ageSeconds },
    evidence,
    causes: [{ code: 'KEYS_CHANGED' }, { code: 'KEYS_OF_OTHER_PROVIDER' }],
  })
}

export function refuseUnusableKey(set: KeySetView, text: string, algorithm: string): Refusal {
  const kid = quote(text)
  return refuse('key', TYK.notAuthorized, {
    code: 'KEY_UNUSABLE',
    facts: { kid, algorithm },
    evidence: [showMember('kid', kid), { label: 'keySet', value: showName(set) }],
    causes: [{ code: 'KEY_FOR_OTHER_USE' }],
  })
}

export function refuseSignature(text: string, algorithm: string): Refusal {
  const kid = quote(text)
  return refuse('signature', TYK.notAuthorized, {
    code: 'SIGNATURE_WRONG',
    facts: { kid },
    evidence: [showMember('kid', kid), { label: 'algorithm', value: algorithm }],
    causes: [{ code: 'TOKEN_CHANGED' }, { code: 'KEY_ID_SHARED' }],
  })
}

function showMember(name: string, value: Evidence['value']): Evidence {
  return { label: { code: 'member', facts: { name } }, value }
}

function showName({ name }: KeySetView): string | Word {
  return typeof name === 'string' ? quote(name) : name
}
