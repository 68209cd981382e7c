import { afterAll, beforeAll, expect, test } from 'vitest'
import { EN } from '#shared/messages/en/en.ts'
import { VERDICT_HEADER } from '#shared/contract/verdict.ts'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

// One token at many APIs, as one service has it that calls all the others.
let signer: Signer
let lab: Lab
let token: string

beforeAll(async () => {
  signer = await createSigner('key-1')
  lab = await openTestGateway([signer.jwk])
  token = await signer.sign()
  await lab.putPolicy({
    access_rights: { 'okta-api': {}, free: {}, picky: {} },
  })
  for (const [api_id, change] of Object.entries(APIS)) {
    await lab.putApi({ api_id, proxy: { ...proxy(), listen_path: `/${api_id}/` }, ...change })
  }
})

afterAll(() => lab.close())

const proxy = () => ({ target_url: lab.upstreamUrl, strip_listen_path: true })

/** `free` asks for the same as the lab's own API, `picky` for something else, `closed` is not in the policy. */
const APIS = {
  free: {},
  closed: {},
  picky: { config_data: { dcr_lab: { allowed_issuers: ['https://other.test'] } } },
}

async function ask(path: string) {
  const { status, headers } = await lab.call(path, { token })
  const { checks = [] } = lab.verdicts.get(headers.get(VERDICT_HEADER) ?? '') ?? {}
  const evidence = checks.flatMap((check) => (check.id === 'signature' ? check.evidence : []))
  return [status, evidence.find(({ label }) => label === EN.labels.checked)?.value]
}

test('the signature is checked once for all APIs that ask the same of a token', async () => {
  expect(await ask('/api/x')).toEqual([200, EN.words.CHECKED_NOW])
  expect(await ask('/free/x')).toEqual([200, EN.words.ALREADY_CHECKED])
})

const readStatus = async (path: string) => (await ask(path))[0]

test('each API asks for its own right, whichever was called before', async () => {
  const statuses = []
  for (const path of ['/api/x', '/closed/x', '/free/x', '/closed/x', '/api/x']) {
    // The order is what is tested.
    statuses.push(await readStatus(path))
  }
  expect(statuses).toEqual([200, 403, 200, 403, 200])
})

test('an API that asks for more is not satisfied with what others have found', async () => {
  expect(await readStatus('/api/x')).toBe(200)
  expect([await readStatus('/picky/x'), await readStatus('/picky/x')]).toEqual([401, 401])
})

test('an API whose rules change begins anew with a known token', async () => {
  expect(await readStatus('/free/x')).toBe(200)
  await lab.putApi({
    ...APIS.picky,
    api_id: 'free',
    proxy: { ...proxy(), listen_path: '/free/' },
  })
  expect(await readStatus('/free/x')).toBe(401)
  expect(await readStatus('/api/x')).toBe(200)
})
