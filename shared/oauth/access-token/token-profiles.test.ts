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
  ['okta', { typ: 'JWT' }, okta, { code: 'OKTA_TYP' }],
  ['okta', {}, { ...okta, jti: 'ID.1' }, { code: 'OKTA_JTI' }],
  ['okta', {}, { ...okta, jti: 1 }, { code: 'OKTA_JTI' }],
  ['okta', {}, { ...okta, ver: '1' }, { code: 'OKTA_VER' }],
  ['okta', {}, { ...okta, scp: ['tyk', 1] }, { code: 'OKTA_SCP' }],
  ['okta', {}, { ...okta, scp: 'tyk' }, { code: 'OKTA_SCP' }],
  ['okta', {}, { ...okta, cid: undefined }, { code: 'CLAIM_MISSING', facts: { claim: 'cid' } }],
  ['keycloak', {}, keycloak, { code: 'KEYCLOAK_TYP' }],
  [
    'keycloak',
    { typ: 'JWT' },
    { ...keycloak, typ: 'ID' },
    { code: 'KEYCLOAK_PAYLOAD_TYP', facts: { typ: 'ID' } },
  ],
  ['keycloak', { typ: 'JWT' }, { ...keycloak, typ: 'Refresh' }, { code: 'KEYCLOAK_PAYLOAD_TYP' }],
  ['keycloak', { typ: 'JWT' }, { ...keycloak, typ: undefined }, { code: 'KEYCLOAK_PAYLOAD_TYP' }],
  ['gluu', {}, at, { code: 'CLAIM_MISSING', facts: { claim: 'client_id' } }],
  ['rfc9068', { typ: 'JWT' }, rfc9068, { code: 'RFC9068_TYP', facts: { typ: 'JWT' } }],
  [
    'rfc9068',
    { typ: 'at+application/jwt' },
    rfc9068,
    { code: 'RFC9068_TYP', facts: { typ: 'at+application/jwt' } },
  ],
  ['rfc9068', {}, rfc9068, { code: 'RFC9068_TYP' }],
  ['rfc9068', { typ: 'at+jwt' }, { ...rfc9068, client_id: '' }, { facts: { claim: 'client_id' } }],
  ['rfc9068', { typ: 'at+jwt' }, { ...rfc9068, aud: undefined }, { facts: { claim: 'aud' } }],
  ['rfc9068', { typ: 'at+jwt' }, { ...rfc9068, scope: ['a'] }, { code: 'RFC9068_SCOPE' }],
] as const)(
  '%s refuses header %j with claims of another kind',
  (profile, header, claims, problem) => {
    expect(TOKEN_PROFILES[profile](header, claims)).toMatchObject(problem)
  },
)

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
    undefined,
  ],
] as const)('%s misses each claim of its access tokens', (...row) => {
  const [profile, header, claims, required, issuer] = row
  for (const name of required)
    for (const value of [undefined, ''])
      expect(TOKEN_PROFILES[profile](header, { ...claims, [name]: value })).toEqual(
        issuer === undefined
          ? { code: 'CLAIM_MISSING_RFC9068', facts: { claim: name } }
          : { code: 'CLAIM_MISSING', facts: { claim: name, issuer } },
      )
})
