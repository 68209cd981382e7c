import type { ContradictionRule } from './contradiction-rule.ts'
import type { MetadataView } from '../metadata-view.ts'

const SUBJECTS = ['dn', 'dns', 'uri', 'ip', 'email'].map((kind) =>
  kind === 'dn' ? 'tls_client_auth_subject_dn' : `tls_client_auth_san_${kind}`,
)

function findSubjectProblem({ text, has }: MetadataView): string | undefined {
  const given = SUBJECTS.filter(has)
  const isNeeded = text('token_endpoint_auth_method') === 'tls_client_auth'
  if (isNeeded && given.length === 0)
    return 'tls_client_auth needs one member that tells the certificate: give the subject here, or one of the other four (RFC 8705 §2.1.2).'
  return given.length > 1
    ? `Give one of ${given.join(' and ')} and empty the other: exactly one tells the certificate (RFC 8705 §2.1.2).`
    : undefined
}

function findAlgorithmProblem({ text }: MetadataView): string | undefined {
  const alg = text('token_endpoint_auth_signing_alg')
  const method = text('token_endpoint_auth_method')
  if (alg === undefined || method === undefined) return undefined
  const isWithSecret = alg.startsWith('HS')
  if (method === 'private_key_jwt' && isWithSecret)
    return `${alg} signs with a secret, private_key_jwt with a key. Choose RS256 or ES256, or the method client_secret_jwt.`
  if (method === 'client_secret_jwt' && !isWithSecret)
    return `${alg} signs with a key, client_secret_jwt with the secret. Choose HS256, or the method private_key_jwt.`
  return method.endsWith('_jwt')
    ? undefined
    : `${method} signs nothing. Empty this, or choose private_key_jwt or client_secret_jwt.`
}

/** How the client signs in, and with which key. */
export const CREDENTIAL_RULES: readonly ContradictionRule[] = [
  {
    field: 'jwks_uri',
    others: ['jwks'],
    find: ({ has }) =>
      has('jwks') && has('jwks_uri')
        ? 'jwks and jwks_uri must not both be there. Empty one of them (RFC 7591 §2).'
        : undefined,
  },
  {
    field: 'token_endpoint_auth_method',
    others: ['grant_types'],
    find: ({ text, list }) =>
      text('token_endpoint_auth_method') === 'none' &&
      list('grant_types').includes('client_credentials')
        ? 'A client that proves nothing cannot use client_credentials. Choose a method with a secret or a key, or take that grant out (RFC 6749 §4.4).'
        : undefined,
  },
  {
    field: 'jwks',
    others: ['token_endpoint_auth_method', 'jwks_uri'],
    find: ({ text, has }) =>
      text('token_endpoint_auth_method') === 'self_signed_tls_client_auth' &&
      !has('jwks') &&
      !has('jwks_uri')
        ? 'self_signed_tls_client_auth needs the client’s certificate in jwks or behind jwks_uri (RFC 8705 §2.2.2).'
        : undefined,
  },
  {
    field: 'tls_client_auth_subject_dn',
    others: ['token_endpoint_auth_method', ...SUBJECTS],
    find: findSubjectProblem,
  },
  {
    field: 'token_endpoint_auth_signing_alg',
    others: ['token_endpoint_auth_method'],
    find: findAlgorithmProblem,
  },
]
