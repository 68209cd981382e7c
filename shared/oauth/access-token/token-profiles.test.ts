import { expect, test } from 'vitest'
import { TOKEN_PROFILES } from './token-profiles.ts'

const at = { iss: 'https://idp.test', aud: 'api', sub: 'c', iat: 1, exp: 2 }
const okta = { ...at, ver: 1, jti: 'AT.1', cid: 'c', scp: ['tyk'] }
const keycloak = { ...at, typ: 'Bearer', azp: 'c' }
const rfc9068 = { ...at, client_id: 'c', jti: '1', scope: 'a b' }

test.each([
  ['okta', {}, okta],
  ['keycloak', { typ: 'JWT' }, keycloak],
  ['okta', {}, { ...okta, scp: undefined }],
  ['okta', {}, { ...okta, scp: [] }],
  ['gluu', {}, { ...at, client_id: 'c' }],
  ['rfc9068', { typ: 'at+jwt' }, { ...rfc9068, scope: undefined }],
  ['generic', { typ: 1 }, {}],
  ['rfc9068', { typ: 'at+jwt' }, rfc9068],
  ['rfc9068', { typ: 'application/AT+JWT' }, rfc9068],
] as const)('%s takes its access tokens', (profile, header, claims) => {
  expect(TOKEN_PROFILES[profile](header, claims)).toBeUndefined()
})

test.each([
  ['okta', { typ: 'JWT' }, okta, 'no typ'],
  ['okta', {}, { ...okta, jti: 'ID.1' }, 'AT.'],
  ['okta', {}, { ...okta, jti: 1 }, 'AT.'],
  ['okta', {}, { ...okta, ver: '1' }, 'ver'],
  ['okta', {}, { ...okta, scp: ['tyk', 1] }, 'scp is not a list of texts'],
  ['okta', {}, { ...okta, scp: 'tyk' }, 'scp'],
  ['okta', {}, { ...okta, cid: undefined }, 'cid'],
  ['keycloak', {}, keycloak, 'typ "JWT"'],
  ['keycloak', { typ: 'JWT' }, { ...keycloak, typ: 'ID' }, 'typ is ID;'],
  ['keycloak', { typ: 'JWT' }, { ...keycloak, typ: 'Refresh' }, 'Bearer'],
  ['keycloak', { typ: 'JWT' }, { ...keycloak, typ: undefined }, 'Bearer'],
  ['gluu', {}, at, 'client_id'],
  ['rfc9068', { typ: 'JWT' }, rfc9068, 'at+jwt'],
  ['rfc9068', { typ: 'at+application/jwt' }, rfc9068, 'at+application/jwt'],
  ['rfc9068', {}, rfc9068, 'typ is nothing'],
  ['rfc9068', { typ: 'at+jwt' }, { ...rfc9068, client_id: '' }, 'client_id'],
  ['rfc9068', { typ: 'at+jwt' }, { ...rfc9068, aud: undefined }, 'aud'],
  ['rfc9068', { typ: 'at+jwt' }, { ...rfc9068, scope: ['a'] }, 'scope'],
] as const)('%s refuses header %j with claims of another kind', (profile, header, claims, word) => {
  expect(TOKEN_PROFILES[profile](header, claims)).toContain(word)
})

test('each profile takes only its own', () => {
  const tokens = [
    ['okta', {}, okta],
    ['keycloak', { typ: 'JWT' }, keycloak],
    ['rfc9068', { typ: 'at+jwt' }, rfc9068],
  ] as const
  for (const [profile] of tokens)
    for (const [owner, header, claims] of tokens)
      expect(TOKEN_PROFILES[profile](header, claims) === undefined).toBe(owner === profile)
})

test.each([
  ['okta', {}, okta, ['cid', 'aud', 'iss', 'sub', 'exp', 'iat'], 'Okta'],
  ['keycloak', { typ: 'JWT' }, keycloak, ['azp', 'iss', 'sub', 'exp', 'iat'], 'Keycloak'],
  ['gluu', {}, { ...at, client_id: 'c' }, ['client_id'], 'Gluu'],
  [
    'rfc9068',
    { typ: 'at+jwt' },
    rfc9068,
    ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'],
    'an issuer of RFC 9068',
  ],
] as const)('%s misses each claim of its access tokens', (...row) => {
  const [profile, header, claims, required, issuer] = row
  for (const name of required)
    for (const value of [undefined, ''])
      expect(TOKEN_PROFILES[profile](header, { ...claims, [name]: value })).toBe(
        `The claim ${name} is missing; an access token of ${issuer} has it.`,
      )
})
