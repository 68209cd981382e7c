import {
  AS_C,
  CODE,
  numbered,
  posting,
  PROTOCOL,
  REALM,
  SERVICE,
  type Row,
  type RowCall,
} from '../row.ts'

const PUBLIC = { ...CODE, token_endpoint_auth_method: 'none' }
const CC = { grant_type: 'client_credentials' }
const DEVICE = { ...CODE, grant_types: ['urn:ietf:params:oauth:grant-type:device_code'] }
const c = { c: SERVICE }
const cd = { c: SERVICE, d: SERVICE }
const introspecting = (form: Record<string, string>, headers?: Record<string, string>): RowCall =>
  posting('/token/introspect', form, headers)
const revoking = (form: Record<string, string>, headers?: Record<string, string>): RowCall =>
  posting('/revoke', form, headers)
const asking = (authorization?: string, method = 'GET'): RowCall => ({
  method,
  path: `${PROTOCOL}/userinfo`,
  headers: authorization === undefined ? {} : { authorization },
})

/** Group G: introspection, userinfo, revocation, device and pushed requests. */
export const ENDPOINT_ROWS: readonly Row[] = numbered('G', [
  {
    name: 'introspection: own token',
    clients: c,
    call: introspecting({ ...AS_C, token: '{{c.token}}' }),
  },
  {
    name: "introspection: another's token",
    clients: cd,
    call: introspecting({ ...AS_C, token: '{{d.token}}' }),
  },
  {
    name: 'introspection: made-up token',
    clients: c,
    call: introspecting({ ...AS_C, token: 'banana' }),
  },
  { name: 'introspection: no token', clients: c, call: introspecting(AS_C) },
  {
    name: 'introspection: wrong secret',
    clients: c,
    call: introspecting({ client_id: '{{c.id}}', client_secret: 'wrong', token: 'x' }),
  },
  { name: 'introspection: no credentials', call: introspecting({ token: 'x' }) },
  {
    name: 'introspection: public client',
    clients: { c: PUBLIC },
    call: introspecting({ client_id: '{{c.id}}', token: 'x' }),
  },
  {
    name: 'introspection: with a hint',
    clients: c,
    call: introspecting({ ...AS_C, token: '{{c.token}}', token_type_hint: 'access_token' }),
  },
  {
    name: 'introspection: unknown hint',
    clients: c,
    call: introspecting({ ...AS_C, token: '{{c.token}}', token_type_hint: 'banana' }),
  },
  {
    name: 'introspection: as a JWT',
    clients: c,
    call: introspecting({ ...AS_C, token: '{{c.token}}' }, { accept: 'application/jwt' }),
  },
  {
    name: 'introspection: Basic at a client of the form',
    clients: c,
    call: introspecting({ token: 'x' }, { authorization: 'Basic {{c.basic}}' }),
  },
  { name: 'introspection: GET', call: { method: 'GET', path: `${PROTOCOL}/token/introspect` } },
  {
    name: 'introspection: a bearer',
    clients: c,
    call: introspecting({ token: 'x' }, { authorization: 'Bearer {{c.token}}' }),
  },
  { name: 'userinfo: no credentials', call: asking() },
  { name: 'userinfo: made-up token', call: asking('Bearer banana') },
  { name: 'userinfo: token without openid', clients: c, call: asking('Bearer {{c.token}}') },
  {
    name: 'userinfo: token without openid, POST',
    clients: c,
    call: asking('Bearer {{c.token}}', 'POST'),
  },
  { name: 'userinfo: another scheme', clients: c, call: asking('Basic {{c.basic}}') },
  {
    name: 'userinfo: service with openid',
    clients: c,
    before: [posting('/token', { ...CC, ...AS_C, scope: 'openid' })],
    call: asking('Bearer {{before.0.access_token}}'),
  },
  { name: 'revocation: own token', clients: c, call: revoking({ ...AS_C, token: '{{c.token}}' }) },
  {
    name: "revocation: another's token",
    clients: cd,
    call: revoking({ ...AS_C, token: '{{d.token}}' }),
  },
  { name: 'revocation: made-up token', clients: c, call: revoking({ ...AS_C, token: 'banana' }) },
  { name: 'revocation: no token', clients: c, call: revoking(AS_C) },
  {
    name: 'revocation: wrong secret',
    clients: c,
    call: revoking({ client_id: '{{c.id}}', client_secret: 'wrong', token: 'x' }),
  },
  { name: 'revocation: no credentials', call: revoking({ token: 'x' }) },
  {
    name: 'revocation: unknown hint',
    clients: c,
    call: revoking({ ...AS_C, token: '{{c.token}}', token_type_hint: 'banana' }),
  },
  {
    name: 'revocation: introspection afterwards',
    clients: c,
    before: [revoking({ ...AS_C, token: '{{c.token}}' })],
    call: introspecting({ ...AS_C, token: '{{c.token}}' }),
  },
  {
    name: 'revocation: public client, made-up token',
    clients: { c: PUBLIC },
    call: revoking({ client_id: '{{c.id}}', token: 'x' }),
  },
  { name: 'device: a client of it', clients: { c: DEVICE }, call: posting('/auth/device', AS_C) },
  { name: 'device: another client', clients: c, call: posting('/auth/device', AS_C) },
  { name: 'device: no credentials', call: posting('/auth/device', {}) },
  {
    name: 'device: wrong secret',
    clients: { c: DEVICE },
    call: posting('/auth/device', { client_id: '{{c.id}}', client_secret: 'wrong' }),
  },
  {
    name: 'device: made-up code',
    clients: { c: DEVICE },
    call: posting('/token', {
      ...AS_C,
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'x',
    }),
  },
  {
    name: 'device: no code',
    clients: { c: DEVICE },
    call: posting('/token', {
      ...AS_C,
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    }),
  },
  {
    name: 'device: not yet allowed',
    clients: { c: DEVICE },
    before: [posting('/auth/device', AS_C)],
    call: posting('/token', {
      ...AS_C,
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: '{{before.0.device_code}}',
    }),
  },
  {
    name: 'pushed: good',
    clients: { c: CODE },
    call: posting('/ext/par/request', {
      ...AS_C,
      response_type: 'code',
      redirect_uri: 'https://app.example/cb',
      scope: 'openid',
    }),
  },
  { name: 'pushed: no credentials', call: posting('/ext/par/request', { response_type: 'code' }) },
  {
    name: 'pushed: wrong secret',
    clients: { c: CODE },
    call: posting('/ext/par/request', { client_id: '{{c.id}}', client_secret: 'wrong' }),
  },
  {
    name: 'pushed: foreign redirect',
    clients: { c: CODE },
    call: posting('/ext/par/request', {
      ...AS_C,
      response_type: 'code',
      redirect_uri: 'https://else.example/cb',
    }),
  },
])

/** Group H: metadata and keys. */
export const METADATA_ROWS: readonly Row[] = numbered('H', [
  ...[
    `${REALM}/.well-known/openid-configuration`,
    `${REALM}/.well-known/oauth-authorization-server`,
    `/.well-known/oauth-authorization-server${REALM}`,
    `/.well-known/openid-configuration${REALM}`,
    `${REALM}/.well-known/banana`,
    `${PROTOCOL}/certs`,
    REALM,
    '/realms/nosuch/.well-known/openid-configuration',
    '/realms/nosuch',
  ].map((path) => ({ name: `GET ${path}`, call: { method: 'GET', path } })),
  {
    name: 'POST at the metadata',
    call: { method: 'POST', path: `${REALM}/.well-known/openid-configuration` },
  },
  {
    name: 'metadata for a browser',
    call: {
      method: 'GET',
      path: `${REALM}/.well-known/openid-configuration`,
      headers: { origin: 'https://app.example' },
    },
  },
])

const authorizing = (query: Record<string, string>): RowCall => ({
  method: 'GET',
  path: `${PROTOCOL}/auth?${Object.entries(query)
    .map(([name, value]) => `${name}=${value.startsWith('{{') ? value : encodeURIComponent(value)}`)
    .join('&')}`,
})
const GOOD = {
  client_id: '{{c.id}}',
  response_type: 'code',
  redirect_uri: 'https://app.example/cb',
  scope: 'openid',
  state: 's',
}

const QUERIES: Readonly<Record<string, Record<string, string>>> = {
  good: GOOD,
  'unknown client': { ...GOOD, client_id: 'nosuch' },
  'foreign redirect': { ...GOOD, redirect_uri: 'https://else.example/cb' },
  'unknown response type': { ...GOOD, response_type: 'banana' },
  'response type token': { ...GOOD, response_type: 'token' },
  'unknown scope': { ...GOOD, scope: 'openid banana' },
  'prompt none': { ...GOOD, prompt: 'none' },
  'PKCE method banana': { ...GOOD, code_challenge: 'x', code_challenge_method: 'banana' },
  'PKCE challenge too short': { ...GOOD, code_challenge: 'x', code_challenge_method: 'S256' },
  'unknown request_uri': { ...GOOD, request_uri: 'urn:ietf:params:oauth:request_uri:banana' },
}

const { redirect_uri: _redirect, ...NO_REDIRECT } = GOOD
const { response_type: _type, ...NO_TYPE } = GOOD

/** Group I: the authorization endpoint, up to the sign-in. */
export const AUTHORIZE_ROWS: readonly Row[] = numbered('I', [
  ...Object.entries({ ...QUERIES, 'no redirect': NO_REDIRECT, 'no response type': NO_TYPE }).map(
    ([name, query]) => ({
      name,
      clients: { c: CODE },
      call: authorizing(query),
    }),
  ),
  {
    name: 'client without the code grant',
    clients: { c: { ...SERVICE, redirect_uris: ['https://app.example/cb'] } },
    call: authorizing(GOOD),
  },
  { name: 'POST', clients: { c: CODE }, call: posting('/auth', GOOD) },
  { name: 'no parameters', call: { method: 'GET', path: `${PROTOCOL}/auth` } },
  {
    name: 'pushed requests demanded',
    clients: { c: { ...CODE, require_pushed_authorization_requests: true } },
    call: authorizing(GOOD),
  },
])
