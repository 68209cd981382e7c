import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../testing.ts'
import { CODE_CLIENT, getCodeTokens } from './test/code-tokens.ts'

let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation()
})

afterAll(() => lab.close())

type Metadata = Record<string, unknown>

async function discover(id: string): Promise<Metadata> {
  const { issuer } = await lab.idp.dialects.open(id)
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  return (await answer.json()) as Metadata
}

/** Of Okta, Auth0, Curity and Gluu these are the engine's; the rest write their own or the engine does. */
const DIALECTS = ['okta', 'keycloak', 'auth0', 'curity', 'gluu', 'rfc', 'mcp', 'none']

describe.each(DIALECTS)('%s', (id) => {
  test.each(['token', 'introspection', 'revocation'])(
    'signed assertions at the %s endpoint come with their algorithms',
    async (place) => {
      const metadata = await discover(id)
      const methods = (metadata[`${place}_endpoint_auth_methods_supported`] ?? []) as string[]
      const isSigned = methods.some((method) => method.endsWith('_jwt'))
      const algorithms = metadata[`${place}_endpoint_auth_signing_alg_values_supported`]
      expect(Array.isArray(algorithms) && algorithms.length > 0).toBe(isSigned)
    },
  )

  test('every endpoint that it names is served', async () => {
    const metadata = await discover(id)
    const named = Object.entries(metadata).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name))
    for (const [name, address] of named) {
      const isPage = /^(?:authorization_endpoint|end_session_endpoint|jwks_uri)$/.test(name)
      const answer = await fetch(String(address), {
        redirect: 'manual',
        method: isPage ? 'GET' : 'POST',
      })
      if (id === 'keycloak' && KEYCLOAK_NAMES_ONLY.includes(name)) continue
      expect([404, 405, 501].includes(answer.status), `${name} ${answer.status}`).toBe(false)
    }
  })

  test('no list is empty, nothing is null, and request objects are spoken of', async () => {
    const metadata = await discover(id)
    for (const [name, value] of Object.entries(metadata)) {
      expect(value, name).not.toBeNull()
      expect(value, name).not.toEqual([])
    }
    // Left out it would mean true (OpenID Connect Discovery 1.0 §3).
    expect(metadata['request_uri_parameter_supported'] ?? 'left out').not.toBe('left out')
  })
})

/** Keycloak names them in every realm; the dialect serves no such flow. */
const KEYCLOAK_NAMES_ONLY = [
  'end_session_endpoint',
  'backchannel_authentication_endpoint',
  'federation_registration_endpoint',
]

test.each(['okta', 'keycloak', 'auth0', 'curity', 'gluu', 'rfc', 'mcp'])(
  '%s sends iss exactly where it announces it, with a code and with an error',
  async (id) => {
    const dialect = await lab.idp.dialects.open(id)
    await dialect.saveScope('tyk', true)
    const metadata = await discover(id)
    const answer = await fetch(String(metadata['registration_endpoint']), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: await dialect.authorize() },
      body: JSON.stringify({ ...CODE_CLIENT, token_endpoint_auth_method: 'none' }),
    })
    const { client_id } = (await answer.json()) as { client_id: string }
    const server = metadata as unknown as client.ServerMetadata
    const config = new client.Configuration(server, client_id, undefined, client.None())
    client.allowInsecureRequests(config)
    const expected =
      metadata['authorization_response_iss_parameter_supported'] === true ? dialect.issuer : null
    const { callback } = await getCodeTokens(config)
    expect(callback.searchParams.get('iss')).toBe(expected)
    const url = new URL(String(metadata['authorization_endpoint']))
    const asked = { client_id, redirect_uri: CODE_CLIENT.redirect_uris[0], prompt: 'none' }
    const more = {
      response_type: 'code',
      scope: 'openid',
      state: 's',
      code_challenge: 'x'.repeat(43),
    }
    url.search = new URLSearchParams({
      ...asked,
      ...more,
      code_challenge_method: 'S256',
    }).toString()
    const refused = await fetch(url, { redirect: 'manual' })
    const back = new URL(refused.headers.get('location') ?? '')
    expect(back.searchParams.get('error')).toBe('login_required')
    expect(back.searchParams.get('iss')).toBe(expected)
    url.searchParams.set('response_mode', 'form_post')
    const page = await (await fetch(url, { redirect: 'manual' })).text()
    expect(page.includes('name="iss"')).toBe(expected !== null)
    expect(page).toContain('name="error"')
  },
)
