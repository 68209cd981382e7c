import type { Numbers, Texts } from '../../facts.ts'

/** A check of the gateway that failed; without one the API's own answer. */
type Refused = Numbers<'status'> & Texts<'code' | 'reason'>

function tellRefused({ status, reason }: Refused): string {
  return `${status}: ${reason}`
}

const SOURCES: Readonly<Record<string, string>> = { KEY: 'a public key', NONE: 'nothing' }

/** The gateway’s verdict over the token, held against the API’s definition. */
export const GATEWAY_FINDINGS = {
  'refused-at-tyk': {
    title: 'This call passes here and not at Tyk',
    seen: ({ status, atTyk }: Numbers<'status'> & Texts<'atTyk'>) => `${status} here: ${atTyk}.`,
    expected: 'The same answer here and at Tyk 5.14.',
    cause:
      'The gateway here is more lenient: Tyk reads all keys of a set or none, and takes the address in jwt_source as it stands.',
    fix: 'Publish only keys that Tyk can read, and write jwt_source without a line break',
  },
  'api-not-served': {
    title: 'The gateway does not serve the API',
    seen: tellRefused,
    expected: 'A definition that is not internal, on the path that is called.',
    cause: 'The definition is internal, or another one has its path.',
    fix: 'Make the definition reachable: not internal, on its own path',
  },
  'api-key-set': {
    title: 'The API looks for the key in the wrong place',
    seen: ({ source, published, ...refused }: Refused & Texts<'source' | 'published'>) =>
      `${tellRefused(refused)} jwt_source is ${SOURCES[source] ?? source}, the metadata says ${published || 'nothing'}.`,
    expected: 'jwt_source with the jwks_uri of the provider’s metadata.',
    cause: 'The definition names another key set, or one that does not answer.',
    fix: 'Set jwt_source to the provider’s key set',
  },
  'api-issuer': {
    title: 'The API takes tokens of another issuer',
    seen: ({ iss, allowed, ...refused }: Refused & Texts<'iss' | 'allowed'>) =>
      `${tellRefused(refused)} iss is "${iss}", allowed: ${allowed}.`,
    expected: 'The provider’s issuer among those that the API allows.',
    cause: 'The definition was made for another tenant, realm or address of the provider.',
    fix: 'Allow the provider’s issuer',
  },
  'api-audience': {
    title: 'The API wants another audience',
    seen: ({ aud, allowed, ...refused }: Refused & Texts<'aud' | 'allowed'>) =>
      `${tellRefused(refused)} aud is ${aud}, allowed: ${allowed}.`,
    expected: 'An audience of the token among those that the API allows.',
    cause: 'The token was asked for without naming the API, or the definition names it otherwise.',
    fix: 'Allow the audience of the token',
  },
  'api-identity': {
    title: 'The API reads the caller from a claim that the token lacks',
    seen: ({ claim, claims }: Texts<'claim' | 'claims'>) =>
      `The API reads "${claim}"; the token has ${claims}.`,
    expected: 'jwt_identity_base_field with a claim of the provider’s tokens that is text.',
    cause:
      'The claim that holds the identity differs from provider to provider; without it Tyk takes sub.',
    fix: 'Read the caller from a claim that is there',
  },
  'api-policy-missing': {
    title: 'No policy applies to the token',
    seen: tellRefused,
    expected: 'A policy named by the token, or a default policy of the API.',
    cause: 'The API has no default policy, or the token names one that the gateway does not have.',
    fix: 'Give the API a default policy',
  },
  'api-not-granted': {
    title: 'The policy does not open this API',
    seen: tellRefused,
    expected: 'The API among the access rights of the policy.',
    cause: 'The policy was made for other APIs.',
    fix: 'Add the API to the policy',
  },
  'api-upstream': {
    title: 'The API behind the gateway does not answer well',
    seen: ({ target, ...refused }: Refused & Texts<'target'>) =>
      refused.reason
        ? `${tellRefused(refused)} Target: ${target}.`
        : `The API answered ${refused.status}. Target: ${target}.`,
    expected: 'An answer below 400 from the API itself.',
    cause: 'The token is good; the target address is wrong, or the API is down.',
    fix: 'Correct the target address',
  },
  'gateway-refused': {
    title: 'The gateway refuses the token',
    seen: tellRefused,
    expected: '200 from the API.',
    cause: 'The gateway’s verdict says which check failed, and why.',
    fix: 'Follow the verdict',
  },
}
