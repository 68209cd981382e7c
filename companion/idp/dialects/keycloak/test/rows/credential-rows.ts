import {
  CODE,
  managing,
  numbered,
  REALM,
  REGISTRATION,
  registering,
  SERVICE,
  type Row,
  type RowCall,
} from '../row.ts'

const bearing = (authorization: string): RowCall => registering(SERVICE, { authorization })
const { headers: { authorization: _token, ...bare } = {}, ...rest } = registering(SERVICE)
const NOBODY: RowCall = { ...rest, headers: bare }
const { client_name: _name, ...NAMELESS } = SERVICE

/** Group C: who may register. */
export const CREDENTIAL_ROWS: readonly Row[] = numbered('C', [
  { name: 'no credentials', call: NOBODY },
  { name: 'made-up word', call: bearing('Bearer banana') },
  { name: 'made-up JWT', call: bearing('Bearer eyJhbGciOiJIUzUxMiJ9.eyJqdGkiOiJ4In0.c2ln') },
  { name: 'empty Bearer', call: bearing('Bearer ') },
  { name: 'Basic', call: bearing('Basic YTpi') },
  { name: 'another scheme', call: bearing('SSWS {{initial}}') },
  { name: 'lower case bearer', call: bearing('bearer {{initial}}') },
  { name: 'good once', call: bearing('Bearer {{once}}') },
  {
    name: 'used up',
    before: [bearing('Bearer {{once}}')],
    call: bearing('Bearer {{once}}'),
  },
  {
    name: 'a refused try does not use it up: unknown member',
    before: [registering({ foo: 1 }, { authorization: 'Bearer {{once}}' })],
    call: bearing('Bearer {{once}}'),
  },
  {
    name: 'a refused try does not use it up: scope',
    before: [registering({ ...SERVICE, scope: 'banana' }, { authorization: 'Bearer {{once}}' })],
    call: bearing('Bearer {{once}}'),
  },
  {
    name: 'a refused try does not use it up: redirect',
    before: [
      registering(
        { redirect_uris: ['https://a.example/#f'] },
        { authorization: 'Bearer {{once}}' },
      ),
    ],
    call: bearing('Bearer {{once}}'),
  },
  { name: "a client's own token", clients: { c: SERVICE }, call: bearing('Bearer {{c.rat}}') },
  { name: "a client's access token", clients: { c: SERVICE }, call: bearing('Bearer {{c.token}}') },
])

const METHODS = ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD'] as const

/** Group D: methods, origins and places that are not there. */
export const METHOD_ROWS: readonly Row[] = numbered('D', [
  ...METHODS.map((method) => ({
    name: `${method} at the registration`,
    call: {
      method,
      path: REGISTRATION,
      headers: { authorization: 'Bearer {{initial}}', 'content-type': 'application/json' },
      ...(method === 'PUT' || method === 'PATCH' ? { body: '{}' } : {}),
    },
  })),
  {
    name: 'preflight',
    call: {
      method: 'OPTIONS',
      path: REGISTRATION,
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    },
  },
  { name: 'OPTIONS without an origin', call: { method: 'OPTIONS', path: REGISTRATION } },
  { name: 'POST of a browser', call: registering(SERVICE, { origin: 'https://app.example' }) },
  {
    name: 'POST of a browser without a token',
    call: { ...NOBODY, headers: { ...bare, origin: 'https://app.example' } },
  },
  {
    name: 'unknown kind of registration',
    call: { ...registering(SERVICE), path: `${REALM}/clients-registrations/banana` },
  },
  {
    name: 'unknown realm',
    call: { ...registering(SERVICE), path: '/realms/nosuch/clients-registrations/openid-connect' },
  },
  { name: 'with a slash at its end', call: { ...registering(SERVICE), path: `${REGISTRATION}/` } },
  { name: 'POST at a client', clients: { c: SERVICE }, call: managing('POST', SERVICE) },
  { name: 'PATCH at a client', clients: { c: SERVICE }, call: managing('PATCH', SERVICE) },
])

const own = (members: object) => ({ ...SERVICE, client_id: '{{c.id}}', ...members })

/** What a PUT sends, for a service. */
const PUTS: Readonly<Record<string, unknown>> = {
  'the same': own({}),
  'another name': own({ client_name: 'Other' }),
  'a client_id alone': { client_id: '{{c.id}}' },
  'a client_id and a name': { client_id: '{{c.id}}', client_name: 'Other' },
  'no client_id': SERVICE,
  'no client_id and no name': NAMELESS,
  'another client_id': own({ client_id: 'other' }),
  'an empty object': {},
  'its secret': own({ client_secret: '{{c.secret}}' }),
  'another secret': own({ client_secret: 'mine' }),
  'its registration token': own({ registration_access_token: '{{c.rat}}' }),
  'its address': own({ registration_client_uri: 'https://else.example/' }),
  'the end of its secret': own({ client_secret_expires_at: 0 }),
  'the time of its issue': own({ client_id_issued_at: 1 }),
  'an unknown member': own({ foo: 1 }),
  'an unknown scope': own({ scope: 'banana' }),
  'a known scope': own({ scope: 'tyk' }),
  openid: own({ scope: 'openid' }),
  'another method': own({ token_endpoint_auth_method: 'client_secret_basic' }),
  'method none': own({ token_endpoint_auth_method: 'none' }),
  'an unknown method': own({ token_endpoint_auth_method: 'banana' }),
  'code beside': own({
    grant_types: ['authorization_code', 'client_credentials'],
    redirect_uris: ['https://app.example/x'],
  }),
  'code instead': own({
    grant_types: ['authorization_code'],
    redirect_uris: ['https://app.example/x'],
  }),
  'no grants': own({ grant_types: [] }),
  'a redirect with a fragment': own({ redirect_uris: ['https://app.example/#x'] }),
  'broken JSON': '{',
  'no body': '',
  null: 'null',
  'a wrong type': own({ redirect_uris: 'https://app.example/x' }),
  DPoP: own({ dpop_bound_access_tokens: true }),
}

const BAD_TOKENS: Readonly<Record<string, string>> = {
  nothing: '',
  'a made-up word': 'Bearer banana',
  'a made-up JWT': 'Bearer eyJhbGciOiJIUzUxMiJ9.eyJqdGkiOiJ4In0.c2ln',
  'the initial token': 'Bearer {{initial}}',
  "another client's token": 'Bearer {{d.rat}}',
  'Basic with its secret': 'Basic {{c.basic}}',
  'its access token': 'Bearer {{c.token}}',
}

/** Group E: managing a client. */
export const MANAGE_ROWS: readonly Row[] = numbered('E', [
  { name: 'GET', clients: { c: SERVICE }, call: managing('GET') },
  { name: 'GET of an app', clients: { c: CODE }, call: managing('GET') },
  {
    name: 'GET of a public client',
    clients: { c: { ...CODE, token_endpoint_auth_method: 'none' } },
    call: managing('GET'),
  },
  { name: 'GET twice', clients: { c: SERVICE }, before: [managing('GET')], call: managing('GET') },
  {
    name: 'GET of an unknown client',
    clients: { c: SERVICE },
    call: { ...managing('GET'), path: `${REGISTRATION}/nosuch` },
  },
  {
    name: 'GET of a browser',
    clients: { c: SERVICE },
    call: managing('GET', undefined, { origin: 'https://app.example' }),
  },
  ...Object.entries(PUTS).map(([name, body]) => ({
    name: `PUT with ${name}`,
    clients: { c: SERVICE },
    call: managing('PUT', body),
  })),
  {
    name: 'PUT of an app with its name alone',
    clients: { c: { ...CODE, scope: 'tyk' } },
    call: managing('PUT', { client_id: '{{c.id}}', client_name: 'Other' }),
  },
  {
    name: 'PUT of an app with other redirects',
    clients: { c: CODE },
    call: managing('PUT', {
      ...CODE,
      client_id: '{{c.id}}',
      redirect_uris: ['https://app.example/other'],
    }),
  },
  {
    name: 'PUT as text',
    clients: { c: SERVICE },
    call: managing('PUT', own({}), { 'content-type': 'text/plain' }),
  },
  {
    name: 'GET after a PUT, old token',
    clients: { c: SERVICE },
    before: [managing('PUT', own({}))],
    call: managing('GET'),
  },
  {
    name: 'GET after a PUT',
    clients: { c: SERVICE },
    before: [managing('PUT', own({ client_name: 'Two' }))],
    call: managing('GET', undefined, {
      authorization: 'Bearer {{before.0.registration_access_token}}',
    }),
  },
  {
    name: 'PUT twice with the first token',
    clients: { c: SERVICE },
    before: [managing('PUT', own({}))],
    call: managing('PUT', own({})),
  },
  { name: 'DELETE', clients: { c: SERVICE }, call: managing('DELETE') },
  {
    name: 'DELETE twice',
    clients: { c: SERVICE },
    before: [managing('DELETE')],
    call: managing('DELETE'),
  },
  {
    name: 'GET after a DELETE',
    clients: { c: SERVICE },
    before: [managing('DELETE')],
    call: managing('GET'),
  },
  {
    name: 'PUT after a DELETE',
    clients: { c: SERVICE },
    before: [managing('DELETE')],
    call: managing('PUT', own({})),
  },
  ...['GET', 'PUT', 'DELETE'].flatMap((method) =>
    Object.entries(BAD_TOKENS).map(([name, authorization]) => ({
      name: `${method} with ${name}`,
      clients: { c: SERVICE, d: SERVICE },
      call: managing(method, method === 'PUT' ? own({}) : undefined, { authorization }),
    })),
  ),
])
