import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LAB_PUBLISHER } from './software-publishers.ts'
import { startOrganisation, type TestOrganisation } from '../testing.ts'

let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation()
})

afterAll(() => lab.close())

const PATHS: Record<string, string> = {
  rfc: '/rfc/reg',
  gluu: '/gluu/jans-auth/restv1/register',
  auth0: '/auth0/oidc/register',
  curity: '/curity/token-service/oauth-registration',
}

async function register(dialect: string, software_statement: unknown) {
  const { createInitialToken } = await lab.idp.dialects.open(dialect)
  return lab.call('POST', PATHS[dialect] ?? '', {
    token: await createInitialToken(),
    body: {
      client_name: 'Plain name',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_post',
      software_statement,
    },
  })
}

describe.each(['rfc', 'gluu'])('%s verifies software statements', (dialect) => {
  test('what a statement says goes before plain members, and it comes back as it was sent', async () => {
    const statement = await lab.idp.publishers.sign({
      client_name: 'Stated name',
      software_id: 'x1',
    })
    const { status, json } = await register(dialect, statement)
    expect(status).toBe(201)
    expect(json).toMatchObject({
      client_name: 'Stated name',
      software_id: 'x1',
      software_statement: statement,
    })
    expect(json['iss']).toBeUndefined()
  })

  test('a publisher has to be approved first', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const issuer = 'https://vendor.example'
    const statement = await new SignJWT({ client_name: 'Vendor' })
      .setProtectedHeader({ alg: 'ES256', kid: 'v1' })
      .setIssuer(issuer)
      .sign(privateKey)
    expect(await register(dialect, statement)).toMatchObject({
      status: 400,
      json: { error: 'unapproved_software_statement' },
    })
    const jwk = { ...(await exportJWK(publicKey)), kty: 'EC' as const, kid: 'v1', alg: 'ES256' }
    await lab.idp.publishers.trust([{ issuer, jwks: { keys: [jwk] } }])
    expect(await register(dialect, statement)).toMatchObject({
      status: 201,
      json: { client_name: 'Vendor' },
    })
    await lab.idp.publishers.trust([])
    expect((await register(dialect, statement)).status).toBe(400)
  })

  test('one that is not signed by its publisher is invalid', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    const forged = await new SignJWT({ client_name: 'Forged' })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(LAB_PUBLISHER)
      .sign(privateKey)
    const unsigned = new UnsecuredJWT({ client_name: 'Unsigned' }).setIssuer(LAB_PUBLISHER).encode()
    const shared = await new SignJWT({ client_name: 'Shared' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(LAB_PUBLISHER)
      .sign(new TextEncoder().encode('a-secret-of-thirty-two-characters'))
    const ended = await lab.idp.publishers.sign({ exp: 1 })
    for (const statement of [forged, unsigned, shared, ended, 'no.jwt', 7])
      expect(await register(dialect, statement)).toMatchObject({
        status: 400,
        json: { error: 'invalid_software_statement' },
      })
  })
})

test.each(['auth0', 'curity'])('%s ignores them, and leaves them out of its answer', async (id) => {
  const { status, json } = await register(id, await lab.idp.publishers.sign({ client_name: 'X' }))
  expect(status).toBe(201)
  expect(json).toMatchObject({ client_name: 'Plain name' })
  expect(json['software_statement']).toBeUndefined()
})

test('a body that is no JSON is still the engine’s to refuse', async () => {
  const { createInitialToken } = await lab.idp.dialects.open('rfc')
  const answer = await fetch(`${lab.origin}/rfc/reg`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await createInitialToken()}`,
      'content-type': 'application/json',
    },
    body: '{"software_statement"',
  })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error: 'invalid_request' })
})
