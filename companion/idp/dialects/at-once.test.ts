import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, startOrganisation, type TestOrganisation } from '../testing.ts'

let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation()
})

afterAll(() => lab.close())

const METADATA = {
  client_name: 'Service',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  token_endpoint_auth_method: 'client_secret_post',
}

const ten = <T>(act: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 10 }, (_, at) => act(at)))

const pathOf = (url: unknown): string => {
  const { pathname, search } = new URL(String(url))
  return pathname + search
}

async function register(id: string): Promise<Answer> {
  const dialect = await lab.idp.dialects.open(id)
  const token = await dialect.createInitialToken('At once')
  const { pathname } = new URL(`${dialect.host}/.well-known/openid-configuration`)
  const { json } = await lab.call('GET', pathname)
  return lab.call('POST', pathOf(json['registration_endpoint']), { token, body: METADATA })
}

function manage(
  { json }: Answer,
  method: string,
  token: unknown = json['registration_access_token'],
) {
  const { registration_client_uri: uri, client_id, client_secret } = json
  return lab.call(method, pathOf(uri), {
    token: String(token),
    ...(method === 'PUT' && {
      body: { ...METADATA, client_name: 'Changed', client_id, client_secret },
    }),
  })
}

const count = (answers: readonly Answer[], status: number): number =>
  answers.filter((answer) => answer.status === status).length

test('an initial access token for five registrations lets five of ten requests through', async () => {
  const dialect = await lab.idp.dialects.open('keycloak')
  const token = await dialect.createInitialToken('Five times')
  const { pathname } = new URL(`${dialect.host}/.well-known/openid-configuration`)
  const { json } = await lab.call('GET', pathname)
  const path = pathOf(json['registration_endpoint'])
  const answers = await ten(() => lab.call('POST', path, { token, body: METADATA }))
  expect(count(answers, 201)).toBe(5)
})

describe.each(['keycloak', 'mcp', 'rfc'])('%s', (id) => {
  test('of ten updates with one token one is carried out, and its new token works', async () => {
    const client = await register(id)
    expect(client.status).toBe(201)
    const answers = await ten(() => manage(client, 'PUT'))
    expect(count(answers, 200)).toBe(1)
    const token = answers.find(({ status }) => status === 200)?.json['registration_access_token']
    expect((await manage(client, 'GET', token)).status).toBe(200)
  })

  test('a client that was deleted during its updates stays deleted', async () => {
    for (let round = 0; round < 5; round += 1) {
      const client = await register(id)
      const [deletion, ...updates] = await Promise.all([
        manage(client, 'DELETE'),
        ...[1, 2, 3].map(() => manage(client, 'PUT')),
      ])
      const tokens = updates.flatMap(({ json }) => json['registration_access_token'] ?? [])
      const reads = await Promise.all(
        [client.json['registration_access_token'], ...tokens].map((token) =>
          manage(client, 'GET', token),
        ),
      )
      expect(count(reads, 200)).toBe(deletion.status === 204 ? 0 : 1)
    }
  })
})

test('a scope that was deleted during its updates stays deleted', async () => {
  const path = '/api/v1/authorizationServers/default/scopes'
  for (let round = 0; round < 5; round += 1) {
    const { json } = await lab.manage('POST', path, { name: `short-lived-${round}` })
    const own = `${path}/${String(json['id'])}`
    const update = (): Promise<Answer> => lab.manage('PUT', own, { name: `changed-${round}` })
    const [deletion] = await Promise.all([lab.manage('DELETE', own), update(), update(), update()])
    expect(deletion.status).toBe(204)
    expect((await lab.manage('GET', own)).status).toBe(404)
  }
})

test('of ten scopes with one name that are made at once one is kept', async () => {
  const path = '/api/v1/authorizationServers/default/scopes'
  const answers = await ten(() => lab.manage('POST', path, { name: 'only-one' }))
  expect(count(answers, 201)).toBe(1)
})

test('ten API tokens that are made at once are all good', async () => {
  const okta = await lab.idp.dialects.open('okta')
  const tokens = await ten((at) => okta.createInitialToken(`Token ${at}`))
  const answers = await Promise.all(
    tokens.map((token) =>
      fetch(`${lab.origin}/oauth2/v1/clients`, { headers: { authorization: `SSWS ${token}` } }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
})
