import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let lab: Lab

beforeAll(async () => {
  signer = await createSigner('key-1')
  lab = await openTestGateway([signer.jwk])
  await lab.putPolicy({
    access_rights: { 'okta-api': { api_id: 'okta-api' }, asks: { api_id: 'asks' } },
  })
  await lab.putApi({
    api_id: 'asks',
    proxy: { listen_path: '/asks/' },
    config_data: { dcr_lab: { token_binding: 'required' } },
  })
})

afterAll(() => lab.close())

const CERTIFICATE = { cnf: { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' } }
const KEY = { cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } }

async function judge(path: string, claims: Record<string, unknown>) {
  const answer = await lab.call(path, { token: await signer.sign(claims) })
  const verdict = lab.verdicts.get(answer.headers.get('x-dcr-verdict') ?? '')
  const check = verdict?.checks.find(({ id }) => id === 'claims')
  const binding = check?.evidence.find(({ label }) => label === 'Bound to')?.value
  return { status: answer.status, text: answer.text, check, binding: String(binding) }
}

test.each([
  ['a certificate', CERTIFICATE, 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2'],
  ['a key', KEY, '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I'],
])('a token that is bound to %s is taken as at Tyk, and its verdict says so', async (...row) => {
  const [, claims, thumbprint] = row
  const { status, check, binding } = await judge('/api/x', claims)
  expect([status, check?.state]).toEqual([200, 'passed'])
  expect(binding).toContain(thumbprint)
  expect(binding).toMatch(/neither this gateway checks nor.* Tyk 5\.14/)
})

test.each([
  ['a certificate', CERTIFICATE],
  ['a key', KEY],
])(
  'an API that asks for binding takes no token whose binding to %s nothing checks',
  async (...row) => {
    const [, claims] = row
    for (let time = 0; time < 2; time += 1) {
      const { status, text, check, binding } = await judge('/asks/x', claims)
      expect([status, text]).toEqual([403, expect.stringContaining('Key not authorized')])
      expect(check).toMatchObject({
        state: 'failed',
        reason: expect.stringContaining('nothing here checks it'),
      })
      expect(binding).toContain('a bearer token')
    }
  },
)

test.each([{}, { cnf: {} }, { cnf: 'x' }, { cnf: { 'x5t#S256': 7 } }])(
  'nor one that is bound to nothing: %o',
  async (claims) => {
    const { status, check } = await judge('/asks/x', claims)
    expect(status).toBe(403)
    expect(check).toMatchObject({
      reason: expect.stringContaining('neither cnf.x5t#S256 nor cnf.jkt'),
    })
    expect(lab.hits.filter(({ url }) => url?.startsWith('/asks') === true)).toEqual([])
  },
)

test('a token of no binding has no word about one', async () => {
  const { status, check } = await judge('/api/x', {})
  expect([status, check?.evidence.some(({ label }) => label === 'Bound to')]).toEqual([200, false])
})
