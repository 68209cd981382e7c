import { CONTENT_ALGORITHMS, ENCRYPTION_ALGORITHMS, SIGNING_ALGORITHMS } from './algorithms.ts'
import type { MetadataField } from './metadata-field.ts'
import {
  BACK_LOGOUT,
  CIBA,
  FRONT_LOGOUT,
  JARM,
  OIDC_REGISTRATION,
  type Reference,
  RFC_9101,
  RFC_9701,
  RP_LOGOUT,
} from './references.ts'

/** What one kind of document is signed and encrypted with. */
function describeProtection(
  names: { sign: string; encrypt: string },
  what: string,
  reference: Reference,
): MetadataField[] {
  const common = { group: 'answers', type: 'choice', reference } as const
  return [
    {
      ...common,
      name: names.sign,
      options: [...SIGNING_ALGORITHMS, 'none'],
      explanation: `The signature of ${what}.`,
    },
    {
      ...common,
      name: `${names.encrypt}_alg`,
      options: ENCRYPTION_ALGORITHMS,
      explanation: `How the key is wrapped that encrypts ${what}.`,
    },
    {
      ...common,
      name: `${names.encrypt}_enc`,
      options: CONTENT_ALGORITHMS,
      explanation: `What encrypts ${what}; goes with the member that ends in _alg.`,
    },
  ]
}

function describeAnswer(name: string, what: string, reference: Reference): MetadataField[] {
  const names = { sign: `${name}_signed_response_alg`, encrypt: `${name}_encrypted_response` }
  return describeProtection(names, what, reference)
}

/** What matters once users sign in. */
export const OPENID_FIELDS: readonly MetadataField[] = [
  {
    name: 'subject_type',
    group: 'sign_in',
    type: 'choice',
    options: ['public', 'pairwise'],
    explanation: 'Whether a user has the same sub at every client, or one for each.',
    reference: OIDC_REGISTRATION,
  },
  {
    name: 'sector_identifier_uri',
    group: 'sign_in',
    type: 'endpoint',
    explanation: 'Lists the redirect URLs of clients that share pairwise subs.',
    reference: OIDC_REGISTRATION,
  },
  {
    name: 'default_max_age',
    group: 'sign_in',
    type: 'seconds',
    explanation: 'A sign-in older than this many seconds is done again.',
    reference: OIDC_REGISTRATION,
  },
  {
    name: 'require_auth_time',
    group: 'sign_in',
    type: 'boolean',
    explanation: 'The ID token has to say when the user signed in.',
    reference: OIDC_REGISTRATION,
  },
  {
    name: 'default_acr_values',
    group: 'sign_in',
    type: 'text',
    isList: true,
    explanation: 'How strong a sign-in has to be, the best first, one per line.',
    reference: OIDC_REGISTRATION,
  },
  {
    name: 'initiate_login_uri',
    group: 'sign_in',
    type: 'endpoint',
    explanation: 'Where another site may start a sign-in.',
    reference: OIDC_REGISTRATION,
  },
  {
    name: 'request_uris',
    group: 'sign_in',
    type: 'page',
    isList: true,
    explanation: 'Addresses of request objects, so that the provider may fetch them early.',
    reference: OIDC_REGISTRATION,
  },
  {
    name: 'require_signed_request_object',
    group: 'sign_in',
    type: 'boolean',
    explanation: 'Authorization requests have to be signed JWTs.',
    reference: RFC_9101,
  },
  {
    name: 'backchannel_authentication_request_signing_alg',
    group: 'sign_in',
    type: 'choice',
    options: SIGNING_ALGORITHMS,
    explanation: 'The signature of a CIBA request.',
    reference: CIBA,
  },
  ...describeAnswer('id_token', 'the ID token', OIDC_REGISTRATION),
  ...describeAnswer('userinfo', 'the answer of the userinfo endpoint', OIDC_REGISTRATION),
  ...describeProtection(
    { sign: 'request_object_signing_alg', encrypt: 'request_object_encryption' },
    'request objects',
    OIDC_REGISTRATION,
  ),
  ...describeAnswer('authorization', 'the authorization response', JARM),
  ...describeAnswer('introspection', 'the answer of introspection', RFC_9701),
  {
    name: 'post_logout_redirect_uris',
    group: 'logout',
    type: 'redirect_uri',
    isList: true,
    explanation: 'Where a user may be sent after signing out, one per line.',
    reference: RP_LOGOUT,
  },
  {
    name: 'frontchannel_logout_uri',
    group: 'logout',
    type: 'endpoint',
    explanation: 'A page that signs the user out, loaded in the browser.',
    reference: FRONT_LOGOUT,
  },
  {
    name: 'frontchannel_logout_session_required',
    group: 'logout',
    type: 'boolean',
    explanation: 'That page wants to know the issuer and the session.',
    reference: FRONT_LOGOUT,
  },
  {
    name: 'backchannel_logout_uri',
    group: 'logout',
    type: 'endpoint',
    explanation: 'Gets a logout token from the provider, without the browser.',
    reference: BACK_LOGOUT,
  },
  {
    name: 'backchannel_logout_session_required',
    group: 'logout',
    type: 'boolean',
    explanation: 'The logout token has to name the session.',
    reference: BACK_LOGOUT,
  },
]
