import { beforeEach, expect, test } from 'vitest'
import type { ProviderAdmin } from '../admin.ts'
import { keycloakAdmin } from './admin.ts'
import { ADMIN_TOKEN, INITIAL_TOKEN, KeycloakDouble, REALM } from './testing-keycloak-double.ts'

let keycloak: KeycloakDouble

beforeEach(() => {
  keycloak = new KeycloakDouble()
})

function open({ issuer = REALM, token = ADMIN_TOKEN } = {}): ProviderAdmin {
  return keycloakAdmin.open({
    http: keycloak.http,
    context: (label) => ({ from: 'registrar', to: 'idp', label }),
    host: issuer,
    issuer,
    registrationEndpoint: `${issuer}/clients-registrations/openid-connect`,
    token,
  })
}

test('an administrator’s access token is told from an initial access token', () => {
  expect(keycloakAdmin.recognises(ADMIN_TOKEN)).toBe(true)
  expect(keycloakAdmin.recognises(INITIAL_TOKEN)).toBe(false)
  expect(keycloakAdmin.recognises('no JWT')).toBe(false)
})

test('it proves the token and makes an initial access token with it', async () => {
  const admin = open()
  expect(await admin.proveToken()).toMatchObject({ state: 'passed' })
  expect(await admin.createInitialToken?.({ uses: 2, seconds: 600 })).toBe(INITIAL_TOKEN)
  expect(keycloak.calls).toEqual([
    'GET /lab/clients-initial-access',
    'POST /lab/clients-initial-access',
  ])
})

test('a scope that is not there is created and assigned to new clients as an optional one', async () => {
  const order = { name: 'tyk', mayChange: true }
  expect(await open().ensureScope(order)).toMatchObject({
    isMade: true,
    isDefault: false,
    issuedBy: 'The realm "lab"',
  })
  expect(keycloak.lists['default-optional-client-scopes']).toContain('tyk')
  keycloak.calls.length = 0
  expect(await open().ensureScope(order)).toMatchObject({ isMade: false })
  expect(keycloak.calls.every((call) => call.startsWith('GET'))).toBe(true)
})

test('a scope for every token moves from the optional scopes to the default ones', async () => {
  await open().ensureScope({ name: 'tyk', mayChange: true })
  const ensured = await open().ensureScope({ name: 'tyk', isDefault: true, mayChange: true })
  expect(ensured.isDefault).toBe(true)
  expect(keycloak.lists['default-optional-client-scopes']).not.toContain('tyk')
  expect(keycloak.lists['default-default-client-scopes']).toContain('tyk')
})

test('without the right to change anything a missing scope is named, and nothing is sent but GET', async () => {
  await expect(open().ensureScope({ name: 'tyk', mayChange: false })).rejects.toMatchObject({
    code: 'PROVIDER_REJECTED',
    options: { detail: 'The realm "lab" has no client scope "tyk".' },
  })
  expect(keycloak.calls).toEqual(['GET /lab/client-scopes'])
})

test('a policy that allows the realm’s own scopes stays as it is', async () => {
  expect(await open().ensurePolicy({ scope: 'tyk' })).toMatchObject({
    evidence: 'The policy "Allowed Client Scopes" allows it',
  })
  expect(keycloak.policyConfig).toEqual({ 'allow-default-scopes': ['true'] })
})

test('a policy that lists its scopes gets this one, and the one that Keycloak adds by itself', async () => {
  keycloak.policyConfig = { 'allow-default-scopes': ['false'] }
  expect(await open().ensurePolicy({ scope: 'tyk' })).toMatchObject({
    evidence: 'The policy "Allowed Client Scopes" lists it now',
  })
  expect(keycloak.policyConfig['allowed-client-scopes']).toEqual(['tyk', 'basic'])
})

test.each([
  ['another token', { token: INITIAL_TOKEN }, /401: HTTP 401/, /live one minute/],
  ['another realm', { issuer: 'https://sso.example/realms/nosuch' }, /404: Realm/, /not exist/],
])('%s is refused in words', async (_name, place, detail, hint) => {
  await expect(open(place).proveToken()).rejects.toMatchObject({
    code: 'PROVIDER_REJECTED',
    options: {
      detail: expect.stringMatching(detail) as string,
      hint: expect.stringMatching(hint) as string,
    },
  })
})

test('an issuer that is no realm is refused before anything is sent', () => {
  expect(() => open({ issuer: 'https://sso.example' })).toThrow(
    /not the issuer of a Keycloak realm/,
  )
  expect(keycloak.calls).toEqual([])
})
