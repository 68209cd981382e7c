import type { Numbers, Texts } from '../../facts.ts'

const RFC = 'https://www.rfc-editor.org/rfc'

/** Which key signed the token, and whether it did. */
export const KEYS = {
  checks: {
    key: {
      title: 'Find the key',
      reference: { text: 'RFC 7517 §4.5, kid', href: `${RFC}/rfc7517.html#section-4.5` },
    },
    signature: {
      title: 'Check the signature',
      reference: { text: 'RFC 7515 §5.2', href: `${RFC}/rfc7515.html#section-5.2` },
    },
  },
  refusals: {
    JWKS_PLAIN_URL: ({ url }: Texts<'url'>) =>
      `The quirk jwks_plain_url is on: Tyk 5.9 and later read ${url} once and then fail while it is cached, since jwt_source is not base64.`,
    KEY_DROPPED: ({ kid, keySet, problem }: Texts<'kid' | 'keySet' | 'problem'>) =>
      `The key ${kid} of ${keySet} is not used: ${problem}.`,
    KEY_SET_MISSING: 'The API names no key set, so no signature can be checked.',
    KEY_SET_UNAVAILABLE: ({ url, failure }: Texts<'url' | 'failure'>) =>
      `No key set could be loaded from ${url}: ${failure}.`,
    KEY_UNKNOWN: ({
      kid,
      keySet,
      keys,
      ageSeconds,
    }: Texts<'kid' | 'keySet'> & Numbers<'keys' | 'ageSeconds'>) =>
      `The token's kid ${kid} is not among the ${keys} ${keys === 1 ? 'key' : 'keys'} of ${keySet}, fetched ${ageSeconds} s ago.`,
    KEY_UNUSABLE: ({ kid, algorithm }: Texts<'kid' | 'algorithm'>) =>
      `The key ${kid} cannot be used with ${algorithm}: its type, curve, use or alg does not fit.`,
    SIGNATURE_WRONG: ({ kid }: Texts<'kid'>) =>
      `The signature was not made with the key ${kid} over this header and payload.`,
  },
  causes: {
    JWKS_URI_MISSING: 'The API was made without a JWKS URI.',
    JWKS_URI_PLAIN: 'jwt_source holds the address as plain text; write it in base64.',
    JWKS_URI_WRONG: 'The JWKS URI is not right.',
    KEY_FOR_OTHER_USE: 'The token names a key that is meant for something else.',
    KEY_ID_SHARED: 'Another provider uses the same key id.',
    KEY_UNSAFE: ({ problem }: Texts<'problem'>) =>
      `The provider publishes a key that is unsafe: ${problem}.`,
    KEYS_CHANGED:
      'The provider changed its keys. The gateway asks again at most every 30 s (Tyk: every 240 s).',
    KEYS_OF_OTHER_PROVIDER: 'The token is from another provider than the key set.',
    PROVIDER_DOWN: 'The provider is down or not reachable from this machine.',
    TOKEN_CHANGED: 'The token was changed after it was signed.',
  },
}
