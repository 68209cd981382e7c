import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../../testing.ts'

let okta: TestOrganisation

beforeAll(async () => {
  okta = await startOrganisation()
})

afterAll(() => okta.close())

const CLIENTS = '/oauth2/v1/clients'

const SERVICE = {
  client_name: 'Service',
  application_type: 'service',
  grant_types: ['client_credentials'],
  response_types: ['token'],
  token_endpoint_auth_method: 'client_secret_post',
}

test('what the guide makes Tyk send is accepted, with every documented member in the answer', async () => {
  const { status, json, headers } = await okta.manage('POST', CLIENTS, {
    client_name: 'tyk-app',
    application_type: 'web',
    redirect_uris: [],
    response_types: ['token'],
    grant_types: ['client_credentials', 'implicit', 'authorization_code'],
    token_endpoint_auth_method: 'client_secret_post',
  })
  expect(status).toBe(201)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-rate-limit-limit')).toMatch(/^\d+$/)
  expect(json).toEqual({
    client_id: expect.stringMatching(/^0oa[A-Za-z0-9]{17}$/),
    client_secret: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
    client_id_issued_at: expect.any(Number),
    client_secret_expires_at: 0,
    client_name: 'tyk-app',
    client_uri: null,
    logo_uri: null,
    tos_uri: null,
    policy_uri: null,
    application_type: 'web',
    redirect_uris: [],
    post_logout_redirect_uris: [],
    response_types: ['token'],
    grant_types: ['client_credentials', 'implicit', 'authorization_code'],
    token_endpoint_auth_method: 'client_secret_post',
    initiate_login_uri: null,
  })
})

test.each([
  [
    'the coupling that the guide does not mention',
    {
      client_name: 'x',
      grant_types: ['client_credentials'],
      response_types: ['token'],
      application_type: 'web',
    },
    'invalid_client_metadata',
    "'grant_types' must contain 'implicit' when 'response_types' contains 'token'. 'grant_types' must contain 'authorization_code' when 'application_type' is 'web'.",
  ],
  [
    'a service without its grant',
    {
      client_name: 'x',
      grant_types: ['urn:ietf:params:oauth:grant-type:token-exchange'],
      response_types: ['token'],
      application_type: 'service',
    },
    'invalid_client_metadata',
    "'grant_types' must contain 'client_credentials' when 'application_type' is 'service'.",
  ],
  [
    'no name',
    { grant_types: ['client_credentials'] },
    'invalid_client_metadata',
    'client_name: The field cannot be left blank',
  ],
  [
    'an empty name',
    { client_name: ' ' },
    'invalid_client_metadata',
    'client_name: The field cannot be left blank',
  ],
  [
    'a fragment',
    { client_name: 'x', redirect_uris: ['https://a/b#c'] },
    'invalid_redirect_uri',
    "'redirect_uris' must not contain a fragment: https://a/b#c",
  ],
  [
    'a relative URI',
    { client_name: 'x', redirect_uris: ['/cb'] },
    'invalid_redirect_uri',
    "'redirect_uris' must be absolute URIs: /cb",
  ],
  [
    'no redirect URI',
    { client_name: 'x' },
    'invalid_redirect_uri',
    "'redirect_uris' must contain at least one value.",
  ],
  [
    'a list that is none',
    { client_name: 'x', grant_types: 'client_credentials' },
    'invalid_client_metadata',
    "'grant_types' has an invalid value.",
  ],
  [
    'an unknown type',
    { client_name: 'x', application_type: 'toaster' },
    'invalid_client_metadata',
    "'application_type' has an invalid value: toaster.",
  ],
])('%s is refused in Okta’s words', async (_case, body, error, error_description) => {
  const answer = await okta.manage('POST', CLIENTS, body)
  expect(answer.status).toBe(400)
  expect(answer.json).toEqual({ error, error_description })
})

test('what is not in Okta’s documented set is ignored, a policy above all', async () => {
  const { json } = await okta.manage('POST', CLIENTS, {
    ...SERVICE,
    pol: 'admin',
    client_id: 'mine',
    client_secret: 'mine',
  })
  expect(json['client_id']).not.toBe('mine')
  expect(json['client_secret']).not.toBe('mine')
  expect(json).not.toHaveProperty('pol')
})

test('a client lives: read, listed, replaced, given a new secret, deleted', async () => {
  const { json: made } = await okta.manage('POST', CLIENTS, { ...SERVICE, client_name: 'Life' })
  const path = `${CLIENTS}/${String(made['client_id'])}`
  const { client_secret, ...withoutSecret } = made

  expect((await okta.manage('GET', path)).json).toEqual(withoutSecret)
  const list = JSON.parse(
    (await okta.manage('GET', `${CLIENTS}?q=Lif&limit=200`)).text,
  ) as unknown[]
  expect(list).toEqual([withoutSecret])

  const replaced = await okta.manage('PUT', path, { ...SERVICE, client_name: 'Life 2' })
  expect(replaced.json).toMatchObject({ client_name: 'Life 2', client_secret })
  const renewed = await okta.manage('POST', `${path}/lifecycle/newSecret`)
  expect(renewed.json['client_secret']).not.toBe(client_secret)

  expect((await okta.manage('DELETE', path)).status).toBe(204)
  const gone = await okta.manage('GET', path)
  expect(gone.status).toBe(401)
  expect(gone.json).toEqual({
    error: 'invalid_client',
    error_description: "Invalid value for 'client_id' parameter.",
  })
  expect((await okta.manage('POST', `${path}/lifecycle/newSecret`)).json).toMatchObject({
    errorCode: 'E0000007',
    errorSummary: `Not found: Resource not found: ${String(made['client_id'])} (PublicClientApp)`,
  })
})

test.each(['client_secret', 'client_id_issued_at', 'client_secret_expires_at'])(
  'a PUT that carries %s is refused',
  async (name) => {
    const { json } = await okta.manage('POST', CLIENTS, SERVICE)
    const answer = await okta.manage('PUT', `${CLIENTS}/${String(json['client_id'])}`, {
      ...SERVICE,
      [name]: json[name],
    })
    expect(answer.status).toBe(400)
  },
)

test('pages of clients are linked', async () => {
  for (let number = 0; number < 3; number += 1)
    await okta.manage('POST', CLIENTS, { ...SERVICE, client_name: `Page ${number}` })
  const first = await okta.manage('GET', `${CLIENTS}?q=Page&limit=2`)
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
  const second = await okta.manage('GET', next.slice(okta.origin.length))
  const names = [first, second].flatMap(({ text }) =>
    (JSON.parse(text) as { client_name: string }[]).map(({ client_name }) => client_name),
  )
  expect(names).toEqual(['Page 0', 'Page 1', 'Page 2'])
  expect(second.headers.get('link')).not.toContain('rel="next"')
})

test.each([
  ['nothing', {}],
  ['the right token with the wrong scheme', { authorization: 'Bearer RIGHT' }],
  ['a wrong token', { authorization: 'SSWS 00nobody' }],
  ['the scheme alone', { authorization: 'SSWS ' }],
])('%s opens no door', async (_case, headers: Record<string, string>) => {
  const authorization = headers['authorization']?.replace('RIGHT', okta.apiToken)
  const response = await fetch(okta.origin + CLIENTS, {
    headers: authorization ? { authorization } : {},
  })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({
    errorCode: 'E0000011',
    errorSummary: 'Invalid token provided',
    errorLink: 'E0000011',
    errorId: expect.stringMatching(/^oae/),
    errorCauses: [],
  })
})

test('a revoked token opens no door', async () => {
  const dialect = await okta.idp.dialects.open('okta')
  const token = await dialect.createInitialToken('Short-lived')
  const call = () => fetch(okta.origin + CLIENTS, { headers: { authorization: `SSWS ${token}` } })
  expect((await call()).status).toBe(200)
  await dialect.revokeInitialToken(token)
  expect((await call()).status).toBe(401)
})

test.each([
  ['broken JSON', 'POST', CLIENTS, '{"client_name":', 400, 'E0000003'],
  ['another method', 'PATCH', CLIENTS, {}, 405, 'E0000022'],
  [
    'an unknown authorization server',
    'GET',
    '/api/v1/authorizationServers/other/scopes',
    undefined,
    404,
    'E0000007',
  ],
  [
    'a scope without a name',
    'POST',
    '/api/v1/authorizationServers/default/scopes',
    {},
    400,
    'E0000001',
  ],
  [
    'a scope that exists',
    'POST',
    '/api/v1/authorizationServers/default/scopes',
    { name: 'tyk' },
    400,
    'E0000001',
  ],
  [
    'a scope in Okta’s own name',
    'POST',
    '/api/v1/authorizationServers/default/scopes',
    { name: 'okta.x' },
    400,
    'E0000001',
  ],
])('%s gets Okta’s code', async (_case, method, path, body, status, errorCode) => {
  const answer = await okta.manage(method, path, body)
  expect(answer.status).toBe(status)
  expect(answer.json).toMatchObject({ errorCode })
})

test('a form is not JSON', async () => {
  const answer = await okta.post(
    CLIENTS,
    { client_name: 'x' },
    { authorization: `SSWS ${okta.apiToken}` },
  )
  expect(answer.json).toMatchObject({ errorCode: 'E0000021' })
})
