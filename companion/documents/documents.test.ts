import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Agent, request } from 'undici'
import type { ClientDocument } from '#shared/contract/client-document.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion
let made: ClientDocument

const METADATA = {
  client_name: 'Bench',
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback'],
  token_endpoint_auth_method: 'none',
}

beforeAll(async () => {
  lab = await startTestCompanion()
  made = await put([])
})
afterAll(() => lab.stop())

const put = (faults: ClientDocument['faults']): Promise<ClientDocument> =>
  lab.client.putClientDocument({
    params: { name: 'bench' },
    body: { metadata: METADATA, faults },
  })

test('a document is served over https by the authority of the lab, which others have to be given', async () => {
  await expect(request(made.url)).rejects.toThrow()
  const { certificate } = await lab.client.getLabAuthority()
  expect(certificate).not.toContain('PRIVATE KEY')
  const dispatcher = new Agent({ connect: { ca: certificate } })
  const answer = await request(made.url, { dispatcher })
  expect(await answer.body.json()).toEqual({ client_id: made.url, ...METADATA })
  await dispatcher.close()
})

test('the key of the authority is its owner’s alone', async () => {
  const { mode } = await stat(join(lab.root, 'config', 'documents-authority.pem'))
  expect(mode & 0o077).toBe(0)
})

test('the lab itself trusts it, and a lint of the address finds nothing', async () => {
  const report = await lab.client.lintClientDocument({ body: { address: made.url } })
  expect(report).toMatchObject({ status: 200, findings: [] })
})

test('each fetch is counted and recorded', async () => {
  const [before] = await lab.client.listClientDocuments()
  await lab.client.lintClientDocument({ body: { address: made.url } })
  const [after] = await lab.client.listClientDocuments()
  expect(after?.fetches).toBe((before?.fetches ?? 0) + 1)
  const id = after?.last_fetches[0]?.exchange ?? ''
  const exchange = await lab.client.getExchange({ params: { exchange: id } })
  expect(exchange.request.url).toBe(made.url)
})

test.each([
  ['wrong_type', 'content_type'],
  ['other_id', 'client_id'],
  ['redirect', 'redirect'],
] as const)('broken on purpose, %s, the lint says %s', async (fault, rule) => {
  const { url } = await put([fault])
  const { findings } = await lab.client.lintClientDocument({ body: { address: url } })
  expect(findings.map((found) => found.rule)).toContain(rule)
})

test('over http the same is no client id', async () => {
  const { http_url } = await put([])
  const { findings } = await lab.client.lintClientDocument({ body: { address: http_url } })
  expect(findings.map((found) => found.rule)).toEqual(['http_loopback'])
})

test('the mcp dialect takes the document of the lab as a client, and refuses a broken one', async () => {
  const open = async (url: string): Promise<Response> => {
    const query = new URLSearchParams({
      client_id: url,
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1:51234/callback',
      code_challenge: 'ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA',
      code_challenge_method: 'S256',
    })
    const { idp } = lab.companion.addresses
    return fetch(`${idp}/mcp/auth?${query.toString()}`, { redirect: 'manual' })
  }
  const bad = await open((await put(['other_id'])).url)
  expect(bad.status).toBe(400)
  const good = await open((await put([])).url)
  expect([good.status, good.headers.get('location')]).toEqual([
    303,
    expect.stringContaining('/mcp/interaction/'),
  ])
})

test('the address outlives a restart, since it is a client id', async () => {
  lab = await lab.restart()
  const [again] = await lab.client.listClientDocuments()
  expect(again?.url).toBe(made.url)
})
