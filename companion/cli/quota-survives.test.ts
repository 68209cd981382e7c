import { createServer } from 'node:http'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { answerJson, createSigner, type Signer } from '../gateway/test/test-gateway.ts'
import { type CompanionProcess, startProcess } from './testing/start-process.ts'

let root: string
let signer: Signer
const keys = createServer((request, response) =>
  answerJson({ keys: [signer.jwk] })(request, response),
)

beforeAll(async () => {
  signer = await createSigner('k1')
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  keys.closeAllConnections()
  keys.close()
})
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dcr-quota-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function define({ client }: CompanionProcess): Promise<void> {
  const url = `http://127.0.0.1:${(keys.address() as AddressInfo).port}`
  const policy = Policy.parse({
    id: 'policy',
    name: 'Policy',
    rate: 8,
    per: 3600,
    quota_max: 5,
    quota_renewal_rate: 3600,
    access_rights: { api: { api_id: 'api' } },
  })
  await client.putPolicy({ params: { policy: 'policy' }, body: policy })
  const body = ApiDefinition.parse({
    name: 'API',
    api_id: 'api',
    jwt_signing_method: 'rsa',
    enable_jwt: true,
    jwt_source: btoa(`${url}/keys`),
    jwt_policy_field_name: 'pol',
    jwt_default_policies: ['policy'],
    proxy: { listen_path: '/api/', target_url: url, strip_listen_path: true },
  })
  await client.putApi({ params: { api: 'api' }, body })
}

async function callMany({ addresses }: CompanionProcess, token: string, amount: number) {
  const statuses: number[] = []
  for (let at = 0; at < amount; at += 1) {
    const headers = { authorization: `Bearer ${token}`, connection: 'close' }
    const answer = await fetch(`${addresses.gateway}/api/x`, { headers })
    await answer.text()
    statuses.push(answer.status)
  }
  return statuses
}

/** What was counted is written once a second. */
async function waitForCount(used: number): Promise<void> {
  const read = () => readFile(join(root, 'data', 'limits', 'counts.jsonl'), 'utf8').catch(() => '')
  await expect.poll(read, { timeout: 20_000 }).toContain(`"used":${used},`)
}

test.each([{ workers: '1' }, { workers: '2' }])(
  'quota and rate go on after kill -9, with $workers workers',
  async ({ workers }) => {
    const options = ['--workers', workers]
    const first = await startProcess(root, options)
    await define(first)
    const token = await signer.sign({ sub: 'somebody' })
    expect(await callMany(first, token, 4)).toEqual([200, 200, 200, 200])
    await waitForCount(4)
    await first.kill()
    const second = await startProcess(root, options)
    expect(await callMany(second, token, 3)).toEqual([200, 403, 403])
    await waitForCount(7)
    await second.kill()
    const third = await startProcess(root, options)
    expect(await callMany(third, token, 2)).toEqual([403, 429])
    await third.stop()
  },
)
