import type { GatewayExtras, Quirk, TokenProfile } from '#shared/tyk/gateway-extras.ts'

interface Words {
  label: string
  /** The effect, in one sentence. */
  help: string
}

export const ERROR_PROFILES: Record<GatewayExtras['error_profile'], Words> = {
  tyk: {
    label: 'As Tyk answers',
    help: 'A refused caller gets Tyk’s status and its short error, and no challenge.',
  },
  rfc6750: {
    label: 'As RFC 6750 asks',
    help: 'A refused caller gets 401 with a WWW-Authenticate challenge that leads to the metadata (RFC 9728).',
  },
}

export const TOKEN_PROFILES: Record<TokenProfile, Words> = {
  generic: {
    label: 'Any provider',
    help: 'A signed JWT that is not plainly another kind of token is accepted, from any issuer.',
  },
  okta: { label: 'Okta', help: 'Only access tokens in Okta’s form are accepted, no ID tokens.' },
  keycloak: {
    label: 'Keycloak',
    help: 'Only access tokens in Keycloak’s form are accepted, no ID or refresh tokens.',
  },
  gluu: {
    label: 'Gluu',
    help: 'Only tokens that name their client_id, as Gluu’s access tokens do, are accepted.',
  },
  rfc9068: {
    label: 'RFC 9068',
    help: 'Only tokens of the type at+jwt with all claims that RFC 9068 requires are accepted.',
  },
}

export const QUIRKS: Record<Quirk, Words> = {
  jwks_unknown_kid: {
    label: 'Refuse unknown keys until the cache runs out',
    help: 'After a key rotation good tokens are refused for up to four minutes, as in Tyk (tyk#6378).',
  },
  jwks_plain_url: {
    label: 'Forget a plain key set address',
    help: 'A plain address in jwt_source serves one request and then fails, as in Tyk 5.9 (tyk#7461).',
  },
  jwks_spoiled_set: {
    label: 'One key spoils the set',
    help: 'A key that Tyk cannot read makes it refuse the whole key set: every token gets 403.',
  },
  loose_listen_path: {
    label: 'Loose listen path',
    help: 'An API on /app also answers /apple, as Tyk does without enable_strict_routes.',
  },
}
