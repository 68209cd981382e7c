import type { Flags, Numbers, Texts } from '../../facts.ts'

type KeysFacts = Texts<'url'> &
  Numbers<'status' | 'tookMs'> & { readonly problem: 'status' | 'empty' | 'slow' }

/** The token, the key set, and what a gateway would make of them. */
export const CLAIM_FINDINGS = {
  'keys-unusable': {
    title: 'The key set cannot be used',
    seen: ({ problem, url, status, tookMs }: KeysFacts) =>
      problem === 'status'
        ? `${url} answered ${status}.`
        : problem === 'empty'
          ? `${url} has no usable key.`
          : `${url} took ${tookMs} ms.`,
    expected: 'A key set with at least one signing key, within five seconds.',
    cause: 'The provider’s key endpoint fails, is empty or too slow, so no token can be checked.',
    fix: 'Repair the key endpoint',
  },
  'token-opaque': {
    title: 'The token is no JWT',
    seen: ({ parts }: Readonly<Record<'parts', 'one-part' | 'three-parts'>>) =>
      parts === 'three-parts'
        ? 'The access token has three parts, which are not those of a JWT.'
        : 'The access token does not have the three parts of a JWT.',
    expected: 'A JWT that the gateway can check by itself.',
    cause:
      'The provider gives opaque tokens, by its settings or because the client did not ask for JWTs. They are good tokens; a gateway that checks JWTs cannot use them.',
    fix: 'Ask for JWT access tokens',
  },
  'algorithm-unsafe': {
    title: 'The token is not signed with a public key',
    seen: ({ alg }: Texts<'alg'>) => `alg is "${alg}".`,
    expected: 'RS256 or another asymmetric algorithm.',
    cause: 'Unsigned tokens and shared secrets prove nothing to a gateway.',
    fix: 'Sign with the key that is published',
  },
  'kid-unknown': {
    title: 'The token names a key that is not published',
    seen: ({ kid, published }: Texts<'kid' | 'published'>) =>
      `kid "${kid}"; published: ${published}.`,
    expected: 'A kid of the key set.',
    cause: 'The key was rotated without an overlap, or the key set belongs to another issuer.',
    fix: 'Publish the key',
  },
  'issuer-of-another-host': {
    title: 'The token names the issuer under another host name',
    seen: ({ iss, issuer }: Texts<'iss' | 'issuer'>) =>
      `iss is "${iss}", the metadata says "${issuer}".`,
    expected: 'iss equal to the issuer of the metadata, byte for byte.',
    cause:
      'The provider builds its issuer from the address that it was called by: localhost and 127.0.0.1 are two issuers.',
    fix: 'Call the provider by one name, or set its issuer',
  },
  'issuer-wrong': {
    title: 'The token names another issuer than the metadata',
    seen: ({ iss, issuer }: Texts<'iss' | 'issuer'>) =>
      `iss is ${iss}, the metadata says "${issuer}".`,
    expected: 'iss equal to the issuer of the metadata.',
    cause:
      'The token is likely from another tenant or realm, or the provider’s issuer is configured otherwise than its metadata say.',
    fix: 'Set the provider’s issuer',
  },
  'issued-in-the-future': {
    title: 'The token is issued in the future',
    seen: ({ seconds }: Numbers<'seconds'>) => `iat is ${seconds} s ahead.`,
    expected: 'iat within a minute of now.',
    cause: 'The clocks of the provider and of the gateway do not agree.',
    fix: 'Set the clocks',
  },
  'scope-wiped-subject': {
    title: 'Asking for a scope took the default scopes away',
    seen: ({ scope, hasAudience }: Texts<'scope'> & Flags<'hasAudience'>) =>
      `The registration asked for the scope "${scope}"; the token has no sub${hasAudience ? '' : ' and no aud'}.`,
    expected: 'sub and aud in the token.',
    cause:
      'With "scope" in the registration Keycloak replaces the realm’s default scopes, and with them go sub and the audience mappers.',
    fix: 'Register without "scope"',
  },
  'no-subject': {
    title: 'The token has no subject',
    seen: ({ claims }: Texts<'claims'>) => `Claims: ${claims}.`,
    expected: 'The claim sub, from which the gateway takes the identity.',
    cause: 'Since Keycloak 25 sub comes from the client scope "basic", which this client lacks.',
    fix: 'Add the scope "basic" to the client',
  },
  'audience-wrong': {
    title: 'The token is for another audience',
    seen: ({ aud, wanted }: Texts<'aud' | 'wanted'>) => `aud is ${aud}, the API is "${wanted}".`,
    expected: 'The API’s own identifier in aud.',
    cause:
      'Keycloak’s tokens are for "account" until an audience mapper names the API; elsewhere the token request has to name it.',
    fix: 'Add an audience mapper',
  },
  'audience-missing': {
    title: 'The token names no audience',
    seen: ({ scope }: Texts<'scope'>) =>
      `The token has no aud.${scope === '' ? '' : ` The registration asked for the scope "${scope}".`}`,
    expected: 'aud with the API, where a gateway checks it.',
    cause:
      'In Keycloak mappers put aud into tokens. A registration that asks for scopes loses the default ones with their mappers, and clients without full scope have none.',
    fix: 'Add an audience mapper',
  },
  'scope-claim-shape': {
    title: 'The scope claim has another name than the provider’s usual one',
    seen: ({ found, usual }: Texts<'found' | 'usual'>) =>
      `The token has "${found}" and no "${usual}".`,
    expected: 'The claim that the gateway is set to read.',
    cause: 'Okta writes "scp", a list; most others write "scope", one string.',
    fix: 'Set the gateway’s scope claim',
  },
}
