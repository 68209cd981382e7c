import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { CHECK_IDS, Verdict } from '#shared/contract/verdict.ts'
import { EN } from '#shared/messages/en/en.ts'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let lab: Lab
let seen: string[]

beforeAll(async () => {
  signer = await createSigner('key-1')
})
beforeEach(async () => {
  seen = []
  lab = await openTestGateway([signer.jwk], {
    onVerdict: (read) => seen.push(read()?.id ?? 'nothing'),
    known: { targetUrl: 'http://127.0.0.1:8794', jwksUri: 'http://idp.test/keys' },
  })
})
afterEach(() => lab.close())

/** The verdict behind an answer, checked against the contract. */
async function judge(path: string, token?: string): Promise<Verdict> {
  const answer = await lab.call(path, token === undefined ? {} : { token })
  const verdict = Verdict.parse(lab.verdicts.get(answer.headers.get('x-dcr-verdict') ?? ''))
  expect(verdict.checks.map((check) => check.id)).toEqual([...CHECK_IDS])
  expect(verdict.status).toBe(answer.status)
  await expect.poll(() => seen).toContain(verdict.id)
  const text = JSON.stringify(verdict)
  const parts = (token ?? '').split('.').filter((part) => part.length > 8)
  expect(parts.filter((part) => text.includes(part))).toEqual([])
  return verdict
}

function findFailure({ checks }: Verdict) {
  const at = checks.findIndex((check) => check.state === 'failed')
  expect(checks.slice(0, at).every((check) => check.state === 'passed')).toBe(true)
  expect(checks.slice(at + 1).every((check) => check.state === 'not_reached')).toBe(true)
  const failure = checks[at]
  const steps = (failure?.causes ?? []).flatMap(({ fix }) => fix?.step ?? [])
  expect(steps.filter((step) => !(STEP_IDS as readonly string[]).includes(step))).toEqual([])
  return failure
}

test('a call that passes proves every check', async () => {
  const verdict = await judge('/api/x?a=1', await signer.sign({ aud: 'api' }))
  expect(verdict).toMatchObject({
    api_id: 'okta-api',
    is_allowed: true,
    status: 200,
    path: '/api/x',
  })
  expect(verdict.checks.every((check) => check.state === 'passed')).toBe(true)
  const evidence = Object.fromEntries(
    verdict.checks.map((check) => [
      check.id,
      Object.fromEntries(check.evidence.map(({ label, value }) => [label, value])),
    ]),
  )
  expect(evidence).toMatchObject({
    key: { Key: 'key-1', 'Key set': lab.jwksUrl, 'Keys in the set': '1', 'Age of the set': '0 s' },
    audience: { aud: 'api' },
    identity: { sub: 'client-1' },
    policy: { Policies: 'okta-policy' },
    rate: { Used: '1 of 1000', Window: '60 s' },
    upstream: { Status: '200' },
  })
})

test('the reason that Tyk hides', async () => {
  const verdict = await judge('/api/x', await signer.sign({}, { kid: 'abc' }))
  expect(verdict).toMatchObject({ is_allowed: false, status: 403, error: 'Key not authorized' })
  const failure = findFailure(verdict)
  const facts = { kid: 'abc', keys: 1, keySet: lab.jwksUrl, ageSeconds: 0 }
  expect(failure).toMatchObject({
    code: 'KEY_UNKNOWN',
    facts,
    reason: EN.refusals.KEY_UNKNOWN(facts),
  })
  expect(failure?.reference.href).toMatch(/^https:/)
})

const FAILURES: readonly {
  name: string
  check: string
  fix: object
  claims?: Record<string, unknown>
  change?: Record<string, unknown>
}[] = [
  {
    name: 'a claim of the wrong type',
    check: 'token_shape',
    fix: { step: 'token', inputs: {} },
    claims: { jti: 7 },
  },
  {
    name: 'an expired token',
    check: 'time',
    fix: { step: 'token', inputs: {} },
    claims: { exp: 1 },
  },
  {
    name: 'no default policy',
    check: 'policy',
    fix: { step: 'default-policy', inputs: {} },
    change: { jwt_default_policies: [] },
  },
  {
    name: 'no key source',
    check: 'key',
    fix: { step: 'api', inputs: { jwks_uri: 'http://idp.test/keys' } },
    change: { jwt_source: '' },
  },
  {
    name: 'a target that is down',
    check: 'upstream',
    fix: { step: 'api', inputs: { target_url: 'http://127.0.0.1:8794' } },
    change: { proxy: { target_url: 'http://127.0.0.1:1' } },
  },
]

test.each(FAILURES)('$name fails $check with a fix', async ({ check, fix, claims, change }) => {
  await lab.putApi(change)
  const failure = findFailure(await judge('/api/x', await signer.sign(claims)))
  expect(failure?.id).toBe(check)
  expect(failure?.reason).toBeTruthy()
  expect(failure?.causes[0]?.fix).toMatchObject(fix)
})

test('a call without a token can be sent with one', async () => {
  const failure = findFailure(await judge('/api/x'))
  expect(failure?.id).toBe('credential')
  expect(failure?.causes[0]?.fix).toMatchObject({ step: 'call-api', inputs: { send_token: true } })
})

test('a rate that is used up', async () => {
  await lab.putPolicy({ rate: 1 })
  await judge('/api/x', await signer.sign())
  seen = []
  const failure = findFailure(await judge('/api/x', await signer.sign()))
  expect(failure).toMatchObject({
    id: 'rate',
    evidence: [{ label: EN.labels.used, value: '1 of 1' }, {}],
  })
  expect(failure?.causes[0]?.fix).toMatchObject({ step: 'policy', inputs: { rate: 0 } })
})

test('a path that is nearly right', async () => {
  const failure = findFailure(await judge('/API/x'))
  expect(failure?.causes[0]?.fix).toMatchObject({ step: 'call-api', inputs: { path: '/api/' } })
})

test('a keyless API skips what needs a token', async () => {
  await lab.putApi({ use_keyless: true })
  const states = (await judge('/api/x')).checks.map((check) => check.state)
  expect(states).toEqual([
    'passed',
    'passed',
    ...Array<string>(12).fill('not_reached'),
    'passed',
    'passed',
    'passed',
  ])
})

test('a token in the query stays out of the verdict and its exchange is found', async () => {
  await lab.putApi({ auth_configs: { jwt: { use_param: true, param_name: 'jwt' } } })
  const token = await signer.sign()
  const answer = await lab.call(`/api/x?jwt=${token}`)
  const verdict = lab.verdicts.get(answer.headers.get('x-dcr-verdict') ?? '')
  expect(JSON.stringify(verdict)).not.toContain(token)
  expect(verdict?.exchange).toMatch(/^exchange-/)
})

test('the fetch of the key set is recorded with the verdict', async () => {
  const verdict = await judge('/api/x', await signer.sign())
  expect(lab.recorder.raw[0]).toMatchObject({
    from: 'gateway',
    to: 'idp',
    label: 'Fetch key set',
    verdict: verdict.id,
    request: { url: lab.jwksUrl },
    response: { status: 200 },
  })
})

test('the newest verdict comes first, and old ones go', async () => {
  await lab.putApi({ use_keyless: true })
  await lab.call('/api/1')
  await lab.call('/api/2')
  expect(lab.verdicts.list(1).map((verdict) => verdict.path)).toEqual(['/api/2'])
  expect(lab.verdicts.list(10)).toHaveLength(2)
})
