/**
 * What it means for a client that one member was granted otherwise than asked. `lost` and `gained`
 * are about the values of a list, `becomes` and `dropped` about a single one; without `value` they hold
 * for every value without its own row. `{asked}`, `{granted}` and `{values}` are filled in.
 */
export interface Effect {
  member: string
  when: 'lost' | 'gained' | 'becomes' | 'dropped'
  value?: string
  sentence: string
}

/** For members without a row. */
export const EFFECT_OF_REST = {
  changed: 'What relies on {asked} meets {granted} instead.',
  dropped: 'It is as if {name} had never been sent: the provider’s default holds.',
}

const METHODS: readonly Effect[] = [
  ['client_secret_basic', 'has to carry the secret in its Authorization header (Basic)'],
  ['client_secret_post', 'has to carry the secret in its body'],
  ['client_secret_jwt', 'has to carry a JWT signed with the secret'],
  ['private_key_jwt', 'has to carry a JWT signed with the client’s key'],
  ['tls_client_auth', 'has to come over TLS with the client’s certificate'],
  ['self_signed_tls_client_auth', 'has to come over TLS with the client’s own certificate'],
].map(([value = '', duty = '']) => ({
  member: 'token_endpoint_auth_method',
  when: 'becomes',
  value,
  sentence: `The token request ${duty}; as it was planned it is answered invalid_client.`,
}))

const GRANTS: readonly Effect[] = [
  ['refresh_token', 'No refresh token comes with a token: when it ends, all starts again.'],
  [
    'authorization_code',
    'Users cannot sign in: the authorization request is answered unauthorized_client.',
  ],
  ['client_credentials', 'The app cannot get a token for itself: unauthorized_client.'],
  ['implicit', 'No token comes from the authorization endpoint: unauthorized_client.'],
  ['password', 'A token request with user name and password is answered unauthorized_client.'],
].map(([value = '', sentence = '']) => ({ member: 'grant_types', when: 'lost', value, sentence }))

/** The members that a client notices, and how. */
export const EFFECTS: readonly Effect[] = [
  ...METHODS,
  {
    member: 'token_endpoint_auth_method',
    when: 'becomes',
    value: 'none',
    sentence:
      'The client has no secret: client_credentials is not for it, and a code needs PKCE instead.',
  },
  {
    member: 'token_endpoint_auth_method',
    when: 'dropped',
    sentence:
      'The provider’s default holds, client_secret_basic by the standard: a token request with {asked} may be answered invalid_client.',
  },
  {
    member: 'token_endpoint_auth_signing_alg',
    when: 'becomes',
    sentence: 'A JWT signed with {asked} is answered invalid_client: sign with {granted}.',
  },
  ...GRANTS,
  {
    member: 'grant_types',
    when: 'lost',
    sentence: 'A token request with {values} is answered unauthorized_client.',
  },
  {
    member: 'grant_types',
    when: 'gained',
    value: 'refresh_token',
    sentence:
      'Answers may contain refresh tokens that the app did not ask for: keep them as safe as the secret.',
  },
  {
    member: 'grant_types',
    when: 'gained',
    sentence: 'The client may use {values} as well: more than it needs, should its secret leak.',
  },
  {
    member: 'response_types',
    when: 'lost',
    sentence:
      'An authorization request with response_type={values} is answered unauthorized_client or unsupported_response_type.',
  },
  {
    member: 'response_types',
    when: 'gained',
    sentence: 'The authorization endpoint may answer this client with {values} as well.',
  },
  {
    member: 'redirect_uris',
    when: 'lost',
    sentence:
      'A sign-in that is to return to {values} ends on the provider’s error page: redirect_uri mismatch.',
  },
  {
    member: 'redirect_uris',
    when: 'gained',
    sentence: 'Codes may be sent to {values} as well: make sure that it is yours.',
  },
  {
    member: 'scope',
    when: 'lost',
    sentence:
      'No token can carry {values}: the token request is answered invalid_scope, or the gateway 403 insufficient_scope.',
  },
  {
    member: 'scope',
    when: 'gained',
    sentence: 'Tokens may carry {values} as well: more than was asked for.',
  },
  {
    member: 'application_type',
    when: 'becomes',
    value: 'web',
    sentence: 'Redirect URLs of a web app hold: https, no custom schemes, often no localhost.',
  },
  {
    member: 'application_type',
    when: 'becomes',
    value: 'native',
    sentence: 'Redirect URLs of a native app hold: loopback or a custom scheme.',
  },
  ...(['jwks', 'jwks_uri'] as const).map((member): Effect => ({
    member,
    when: 'dropped',
    sentence:
      'The provider has no key of this client: private_key_jwt is answered invalid_client, and nothing can be encrypted to it.',
  })),
  ...(['jwks', 'jwks_uri'] as const).map((member): Effect => ({
    member,
    when: 'becomes',
    sentence: 'JWTs signed with the key that was sent are answered invalid_client.',
  })),
  {
    member: 'subject_type',
    when: 'becomes',
    sentence: 'A user’s sub is {granted}: it is not the one that a {asked} client knows.',
  },
  {
    member: 'id_token_signed_response_alg',
    when: 'becomes',
    sentence: 'ID tokens are signed with {granted}: an app that takes only {asked} refuses them.',
  },
  {
    member: 'access_token_as_jwt',
    when: 'becomes',
    value: 'false',
    sentence: 'Tokens are opaque: the gateway cannot check them by itself.',
  },
  {
    member: 'request_uris',
    when: 'lost',
    sentence: 'An authorization request with one of them is answered invalid_request_uri.',
  },
]
