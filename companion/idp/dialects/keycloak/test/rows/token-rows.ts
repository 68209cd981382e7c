import { AS_C, CODE, numbered, posting, PROTOCOL, SERVICE, type Row, type RowCall } from '../row.ts'

const CC = { grant_type: 'client_credentials' }
const PUBLIC = { ...CODE, token_endpoint_auth_method: 'none' }
const BASIC = { ...SERVICE, token_endpoint_auth_method: 'client_secret_basic' }
const token = (form: Record<string, string> | string, headers?: Record<string, string>): RowCall =>
  posting('/token', form, headers)

/** Tokens of a service that authenticates in the form. */
const FORMS: Readonly<Record<string, Record<string, string>>> = {
  plain: { ...CC, ...AS_C },
  'a known scope': { ...CC, ...AS_C, scope: 'tyk' },
  openid: { ...CC, ...AS_C, scope: 'openid' },
  offline_access: { ...CC, ...AS_C, scope: 'offline_access' },
  profile: { ...CC, ...AS_C, scope: 'profile' },
  'address and phone': { ...CC, ...AS_C, scope: 'address phone' },
  'an unknown scope': { ...CC, ...AS_C, scope: 'banana' },
  'a known and an unknown scope': { ...CC, ...AS_C, scope: 'tyk banana' },
  'an empty scope': { ...CC, ...AS_C, scope: '' },
  'a resource': { ...CC, ...AS_C, resource: 'https://api.example/' },
  'an audience': { ...CC, ...AS_C, audience: 'https://api.example/' },
  'a wrong secret': { ...CC, client_id: '{{c.id}}', client_secret: 'wrong' },
  'no secret': { ...CC, client_id: '{{c.id}}' },
  'an empty secret': { ...CC, client_id: '{{c.id}}', client_secret: '' },
  'an unknown client': { ...CC, client_id: 'nosuch', client_secret: 'x' },
  'no credentials': CC,
  'no grant': AS_C,
  'an empty grant': { ...AS_C, grant_type: '' },
  'an unknown grant': { ...AS_C, grant_type: 'banana' },
  'the code grant': {
    ...AS_C,
    grant_type: 'authorization_code',
    code: 'x',
    redirect_uri: 'https://a.example/',
  },
  'the refresh grant without a token': { ...AS_C, grant_type: 'refresh_token' },
  'the refresh grant with a made-up token': {
    ...AS_C,
    grant_type: 'refresh_token',
    refresh_token: 'banana',
  },
  'the password grant': { ...AS_C, grant_type: 'password', username: 'ann', password: 'pw' },
  'the device grant': {
    ...AS_C,
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: 'x',
  },
  'the exchange grant': {
    ...AS_C,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: 'x',
  },
  'the CIBA grant': { ...AS_C, grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: 'x' },
  'the JWT bearer grant': {
    ...AS_C,
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: 'x',
  },
  'a made-up assertion': {
    ...CC,
    client_id: '{{c.id}}',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: 'a.b.c',
  },
}

const APP_FORMS: Readonly<Record<string, Record<string, string>>> = {
  'client credentials': { ...CC, ...AS_C },
  'a made-up code': {
    ...AS_C,
    grant_type: 'authorization_code',
    code: 'banana',
    redirect_uri: 'https://app.example/cb',
  },
  'no code': { ...AS_C, grant_type: 'authorization_code' },
  'a wrong secret': {
    grant_type: 'authorization_code',
    code: 'x',
    client_id: '{{c.id}}',
    client_secret: 'wrong',
  },
  'a made-up refresh token': { ...AS_C, grant_type: 'refresh_token', refresh_token: 'banana' },
  'the password grant': { ...AS_C, grant_type: 'password', username: 'ann', password: 'pw' },
}

/** Group F: the token endpoint. */
export const TOKEN_ROWS: readonly Row[] = numbered('F', [
  ...Object.entries(FORMS).map(([name, form]) => ({
    name: `service: ${name}`,
    clients: { c: SERVICE },
    call: token(form),
  })),
  ...Object.entries(APP_FORMS).map(([name, form]) => ({
    name: `app: ${name}`,
    clients: { c: CODE },
    call: token(form),
  })),
  {
    name: 'Basic at a client of the form',
    clients: { c: SERVICE },
    call: token(CC, { authorization: 'Basic {{c.basic}}' }),
  },
  { name: 'the form at a client of Basic', clients: { c: BASIC }, call: token({ ...CC, ...AS_C }) },
  { name: 'Basic', clients: { c: BASIC }, call: token(CC, { authorization: 'Basic {{c.basic}}' }) },
  {
    name: 'Basic and the form',
    clients: { c: BASIC },
    call: token({ ...CC, ...AS_C }, { authorization: 'Basic {{c.basic}}' }),
  },
  {
    name: 'Basic and client_id',
    clients: { c: BASIC },
    call: token({ ...CC, client_id: '{{c.id}}' }, { authorization: 'Basic {{c.basic}}' }),
  },
  {
    name: 'broken Basic',
    clients: { c: BASIC },
    call: token(CC, { authorization: 'Basic banana' }),
  },
  {
    name: 'Basic with a wrong secret',
    clients: { c: BASIC },
    call: token(CC, { authorization: 'Basic {{c.wrong}}' }),
  },
  {
    name: 'Bearer in place of Basic',
    clients: { c: BASIC },
    call: token(CC, { authorization: 'Bearer banana' }),
  },
  {
    name: 'a parameter twice',
    clients: { c: SERVICE },
    call: token(
      'grant_type=client_credentials&grant_type=client_credentials&client_id={{c.id}}&client_secret={{c.secret}}',
    ),
  },
  {
    name: 'a scope twice',
    clients: { c: SERVICE },
    call: token(
      'grant_type=client_credentials&client_id={{c.id}}&client_secret={{c.secret}}&scope=tyk&scope=tyk',
    ),
  },
  {
    name: 'JSON',
    clients: { c: SERVICE },
    call: token(JSON.stringify({ ...CC, ...AS_C }), { 'content-type': 'application/json' }),
  },
  { name: 'no body', call: token('') },
  { name: 'GET', call: { method: 'GET', path: `${PROTOCOL}/token` } },
  {
    name: 'preflight',
    call: {
      method: 'OPTIONS',
      path: `${PROTOCOL}/token`,
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    },
  },
  {
    name: 'a browser',
    clients: { c: SERVICE },
    call: token({ ...CC, ...AS_C }, { origin: 'https://app.example' }),
  },
  {
    name: 'a browser of the app, refused',
    clients: { c: PUBLIC },
    call: token(
      { client_id: '{{c.id}}', grant_type: 'authorization_code', code: 'x' },
      { origin: 'https://app.example' },
    ),
  },
  {
    name: 'a browser of another site, refused',
    clients: { c: PUBLIC },
    call: token(
      { client_id: '{{c.id}}', grant_type: 'authorization_code', code: 'x' },
      { origin: 'https://else.example' },
    ),
  },
  {
    name: 'public: client credentials',
    clients: { c: PUBLIC },
    call: token({ ...CC, client_id: '{{c.id}}' }),
  },
  {
    name: 'public: a made-up code',
    clients: { c: PUBLIC },
    call: token({ client_id: '{{c.id}}', grant_type: 'authorization_code', code: 'x' }),
  },
  {
    name: 'registered with a scope: plain',
    clients: { c: { ...SERVICE, scope: 'tyk' } },
    call: token({ ...CC, ...AS_C }),
  },
  {
    name: 'registered with a scope: that scope',
    clients: { c: { ...SERVICE, scope: 'tyk' } },
    call: token({ ...CC, ...AS_C, scope: 'tyk' }),
  },
  {
    name: 'registered with a scope: another',
    clients: { c: { ...SERVICE, scope: 'tyk' } },
    call: token({ ...CC, ...AS_C, scope: 'phone' }),
  },
  {
    name: 'DPoP wanted and not sent',
    clients: { c: { ...SERVICE, dpop_bound_access_tokens: true } },
    call: token({ ...CC, ...AS_C }),
  },
  {
    name: 'a made-up DPoP proof',
    clients: { c: SERVICE },
    call: token({ ...CC, ...AS_C }, { dpop: 'a.b.c' }),
  },
  {
    name: 'a deleted client',
    clients: { c: SERVICE },
    before: [
      {
        method: 'DELETE',
        path: `/realms/lab/clients-registrations/openid-connect/{{c.id}}`,
        headers: { authorization: 'Bearer {{c.rat}}' },
      },
    ],
    call: token({ ...CC, ...AS_C }),
  },
  {
    name: 'unknown realm',
    call: { ...token(CC), path: '/realms/nosuch/protocol/openid-connect/token' },
  },
  {
    name: 'client_secret_jwt: the secret in the form',
    clients: { c: { ...SERVICE, token_endpoint_auth_method: 'client_secret_jwt' } },
    call: token({ ...CC, ...AS_C }),
  },
  {
    name: 'private_key_jwt: the secret in the form',
    clients: {
      c: {
        ...SERVICE,
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: 'https://app.example/jwks',
      },
    },
    call: token({ ...CC, client_id: '{{c.id}}', client_secret: 'x' }),
  },
  {
    name: 'password: good',
    clients: { c: { ...SERVICE, grant_types: ['password', 'refresh_token'] } },
    call: token({ ...AS_C, grant_type: 'password', username: 'ann', password: 'pw' }),
  },
  {
    name: 'password: no name',
    clients: { c: { ...SERVICE, grant_types: ['password'] } },
    call: token({ ...AS_C, grant_type: 'password' }),
  },
])
