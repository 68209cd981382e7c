import type { ContradictionRule } from './contradiction-rule.ts'

const ENCRYPTED = [
  'id_token_encrypted_response',
  'userinfo_encrypted_response',
  'request_object_encryption',
  'authorization_encrypted_response',
  'introspection_encrypted_response',
]

/** What is signed and encrypted, and what that takes. */
export const PROTECTION_RULES: readonly ContradictionRule[] = [
  ...ENCRYPTED.map((name): ContradictionRule => ({
    field: `${name}_alg`,
    others: [`${name}_enc`],
    find: ({ has }) =>
      has(`${name}_enc`) && !has(`${name}_alg`)
        ? `${name}_enc has no effect without this one. Choose how the key is wrapped, or empty the other.`
        : undefined,
  })),
  // A request object is encrypted to the provider's key, the rest to the client's.
  ...ENCRYPTED.filter((name) => name !== 'request_object_encryption').map(
    (name): ContradictionRule => ({
      field: `${name}_alg`,
      others: ['jwks', 'jwks_uri'],
      find({ text, has }) {
        const alg = text(`${name}_alg`) ?? ''
        const isKeyPair = alg.startsWith('RSA') || alg.startsWith('ECDH')
        return isKeyPair && !has('jwks') && !has('jwks_uri')
          ? `${alg} encrypts to a key of the client, and there is none. Give jwks or jwks_uri, or empty this.`
          : undefined
      },
    }),
  ),
  {
    field: 'request_object_signing_alg',
    others: ['require_signed_request_object'],
    find: ({ text, is }) =>
      text('request_object_signing_alg') === 'none' && is('require_signed_request_object')
        ? 'require_signed_request_object wants a signature, and none is none. Choose an algorithm, or empty one of the two.'
        : undefined,
  },
  {
    field: 'id_token_signed_response_alg',
    others: ['response_types'],
    find: ({ text, list }) =>
      text('id_token_signed_response_alg') === 'none' &&
      list('response_types').some((type) => type.includes('id_token'))
        ? 'An ID token that comes through the browser has to be signed. Choose an algorithm, or take id_token out of response_types.'
        : undefined,
  },
]
