import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../testing.ts'

let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation()
})

afterAll(() => lab.close())

const DIALECTS = ['okta', 'keycloak', 'auth0', 'curity', 'gluu', 'rfc', 'mcp']

const DANGEROUS = [
  'javascript:alert(1)',
  'JavaScript:alert(1)//cb',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://app.example/1',
  'about:blank',
  'https://app.example/cb#part',
  'https://*.example/cb',
  'https://app.example/*',
  '*',
  '/cb',
  'https://app.example/c b',
]

async function register(id: string, body: string, type = 'application/json') {
  const dialect = await lab.idp.dialects.open(id)
  const path = lab.idp.dialects.pathsOf(id).registration ?? ''
  return fetch(lab.origin + path, {
    method: 'POST',
    headers: { 'content-type': type, authorization: await dialect.authorize() },
    body,
  })
}

const metadata = (members: Record<string, unknown>): string =>
  JSON.stringify({
    client_name: 'Door',
    redirect_uris: ['https://app.example/cb'],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    ...members,
  })

test.each(DIALECTS)('%s takes a client that is as it should be', async (id) => {
  expect((await register(id, metadata({}))).status).toBe(201)
})

test.each(DIALECTS)('%s refuses redirect addresses that run code or match many', async (id) => {
  for (const application_type of ['web', 'native'])
    for (const uri of DANGEROUS) {
      const answer = await register(id, metadata({ application_type, redirect_uris: [uri] }))
      expect([uri, application_type, answer.status]).toEqual([uri, application_type, 400])
    }
})

test.each(DIALECTS)('%s refuses links that run code', async (id) => {
  for (const member of ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri'])
    for (const uri of ['javascript:alert(1)', 'data:text/html,x']) {
      const answer = await register(id, metadata({ [member]: uri }))
      expect([member, uri, answer.status]).toEqual([member, uri, 400])
    }
})

test.each(DIALECTS)('%s takes no body that a page can send without being asked', async (id) => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    '',
  ]) {
    const answer = await register(id, metadata({}), type)
    expect(Math.floor(answer.status / 100), `${id} ${type}`).toBe(4)
  }
})
