import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let lab: Lab

beforeAll(async () => {
  signer = await createSigner('key-1')
})
beforeEach(async () => {
  lab = await openTestGateway([signer.jwk])
  await lab.putPolicy({ id: 'read', quota_max: 7 })
  await lab.putPolicy({ id: 'write', quota_max: 9 })
})
afterEach(() => lab.close())

/** Status, Tyk's text, and the quota by which the policy is known. */
async function call(claims: Record<string, unknown> = {}) {
  const { status, text, headers } = await lab.call('/api/x', { token: await signer.sign(claims) })
  if (status === 200) return `quota ${headers.get('x-ratelimit-limit')}`
  return `${status} ${(JSON.parse(text) as { error: string }).error}`
}

const mapping = { read: 'read', write: 'write' }
const useScopes = (change: Record<string, unknown> = {}) =>
  lab.putApi({ scopes: { jwt: { scope_claim_name: 'scp', scope_to_policy: mapping } }, ...change })

test('scopes choose policies, and the larger limit wins', async () => {
  await useScopes()
  expect(await call({ sub: 'a', scp: ['read'] })).toBe('quota 7')
  expect(await call({ sub: 'b', scp: 'read other write' })).toBe('quota 9')
  expect(await call({ sub: 'c', scp: [['write'], 1] })).toBe('quota 9')
})

test('scopes that are mapped to nothing drop the defaults', async () => {
  await useScopes()
  const refused = '403 key not authorized: no matching policy found in scope claim'
  expect(await call({ scp: ['nothing'] })).toBe(refused)
  expect(await call({ scp: '' })).toBe(refused)
  expect(await call({ scp: ['read write'] })).toBe(refused)
})

test('a token without scopes takes the defaults', async () => {
  await useScopes()
  expect(await call()).toBe('quota -1')
  expect(await call({ scp: [] })).toBe('quota -1')
  expect(await call({ scope: 'read' })).toBe('quota -1')
})

test('the policy in the token stands beside those of its scopes', async () => {
  await useScopes()
  expect(await call({ pol: 'write', scp: ['read'] })).toBe('quota 9')
  expect(await call({ pol: 'gone', scp: ['read'] })).toBe(
    '403 key not authorized: no matching policy',
  )
})

test('without defaults scopes are enough, and without scopes a known caller is told so', async () => {
  await useScopes({ jwt_default_policies: [] })
  expect(await call()).toBe('403 key not authorized: no matching policy found')
  expect(await call({ scp: ['read'] })).toBe('quota 7')
  expect(await call()).toBe('403 key not authorized: no scope or policy in token')
})

test('a mapped policy that is gone', async () => {
  await useScopes()
  await lab.policies.delete('read')
  expect(await call({ scp: ['read'] })).toBe(
    '403 key not authorized: could not apply several policies',
  )
  expect(await call({ scp: ['read', 'write'] })).toBe('quota 9')
})

test('the older spelling of the mapping, with a path to the claim', async () => {
  await lab.putApi({
    jwt_scope_claim_name: 'access.scopes',
    jwt_scope_to_policy_mapping: mapping,
  })
  expect(await call({ access: { scopes: 'read' } })).toBe('quota 7')
})

test('the claim is scope when none is named', async () => {
  await lab.putApi({ scopes: { jwt: { scope_to_policy: mapping } } })
  expect(await call({ scope: 'read' })).toBe('quota 7')
})

test('a policy that a known caller’s defaults lost', async () => {
  expect(await call()).toBe('quota -1')
  await lab.policies.delete('okta-policy')
  expect(await call()).toBe('500 failed to create key: policy not found: "okta-policy"')
})

test('scopes take the limits of the default policy where their own bring none', async () => {
  await useScopes()
  await lab.putPolicy({ id: 'read', partitions: { acl: true } })
  await lab.putPolicy({ quota_max: 5 })
  expect(await call({ scp: 'read' })).toBe('quota 5')
  await lab.putPolicy({ quota_max: 6 })
  expect(await call({ scp: 'read' })).toBe('quota 6')
})
