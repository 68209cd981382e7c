import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { type Signer, answerJson, createSigner, listen } from '../test/test-gateway.ts'

const WORKERS = 3
const TOKEN = 'workers-test-'.padEnd(43, 'x')

interface Lab {
  companion: ChildProcess
  client: ApiClient
  gateway: string
  call: (path: string, token?: string) => Promise<Response>
}

let signer: Signer
let jwks: { url: string; fetches: number; close: () => void }
let upstream: { url: string; hits: number; close: () => void }
let root: string
let lab: Lab

// The built companion as a process with worker processes, since no other setup has workers.
beforeAll(async () => {
  signer = await createSigner('k1')
  upstream = await serve((request, response) => {
    upstream.hits += 1
    setTimeout(() => response.end('hello'), request.url === '/slow' ? 500 : 0)
  })
  jwks = await serve((request, response) => {
    jwks.fetches += 1
    answerJson({ keys: [signer.jwk] })(request, response)
  })
  await openTestGateway()
})

afterAll(async () => {
  await closeLab()
  jwks.close()
  upstream.close()
})

test('a rate of 100 lets 100 of 300 requests pass, whichever worker they reach', async () => {
  await putPolicy({ rate: 100, per: 60 })
  const statuses = await callMany(300, await signer.sign({ sub: randomUUID() }))
  expect(countOf(statuses, 200)).toBe(100)
  expect(countOf(statuses, 429)).toBe(200)
  expect(await countWorkers()).toBe(WORKERS)
})

test('a quota of 70 lets 70 pass, and each answer names another rest', async () => {
  await putPolicy({ quota_max: 70, quota_renewal_rate: 3600 })
  const token = await signer.sign({ sub: randomUUID() })
  const answers = await Promise.all(Array.from({ length: 90 }, () => lab.call('/api/x', token)))
  expect(answers.filter(({ status }) => status === 403)).toHaveLength(20)
  const rests = answers
    .filter(({ ok }) => ok)
    .map(({ headers }) => Number(headers.get('x-ratelimit-remaining')))
  expect(rests.toSorted((left, right) => left - right)).toEqual(
    Array.from({ length: 70 }, (_, rest) => rest),
  )
})

test('the rate of an API as a whole holds for all workers together', async () => {
  await putPolicy({})
  await putApi({ global_rate_limit: { rate: 30, per: 60 } })
  const statuses = await callMany(90, await signer.sign({ sub: randomUUID() }))
  expect(countOf(statuses, 200)).toBe(30)
})

test('a definition that was saved counts for the next request, at every worker', async () => {
  await putPolicy({})
  const token = await signer.sign({ sub: randomUUID() })
  for (const internal of [true, false, true, false]) {
    await putApi({ internal })
    const statuses = await callMany(30, token)
    expect(new Set(statuses)).toEqual(new Set([internal ? 404 : 200]))
  }
})

test('the proof of an answer is there as soon as the answer is', async () => {
  const token = await signer.sign({ sub: randomUUID() })
  for (let time = 0; time < 20; time += 1) {
    const answer = await lab.call('/api/x', time % 2 === 0 ? token : undefined)
    const id = answer.headers.get('x-dcr-verdict') ?? ''
    const verdict = await lab.client.getVerdict({ params: { verdict: id } })
    expect(verdict).toMatchObject({ id, status: answer.status, path: '/api/x' })
    const { exchange = '' } = verdict
    const recorded = await lab.client.getExchange({ params: { exchange } })
    expect(recorded).toMatchObject({ label: 'Call API', verdict: id })
  }
  const verdicts = await lab.client.listVerdicts({ query: { limit: 20 } })
  expect(verdicts.every(({ path }) => path === '/api/x')).toBe(true)
  expect(verdicts).toHaveLength(20)
})

test('the version of an API counts at every worker, and in the companion', async () => {
  const versions = { v1: { name: 'v1' }, v2: { name: 'v2' } }
  await putApi({
    definition: { location: 'url', key: '', strip_path: true },
    version_data: { not_versioned: false, default_version: '', versions },
  })
  await putPolicy({ access_rights: { 'okta-api': { api_id: 'okta-api', versions: ['v1'] } } })
  const token = await signer.sign({ sub: randomUUID() })
  const ask = async (path: string) => (await lab.call(path, token)).status
  for (let at = 0; at < WORKERS; at += 1)
    // One after the other: the workers take turns.
    expect([await ask('/api/v1/x'), await ask('/api/v2/x')]).toEqual([200, 403])
  await putApi({})
})

test('all workers together fetch a key set once', async () => {
  await lab.client.clearJwksCaches({})
  const before = jwks.fetches
  const statuses = await callMany(60, await signer.sign({ sub: randomUUID() }))
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(jwks.fetches - before).toBe(1)
})

test('a key that was withdrawn lets no known token pass, and a new one counts, at every worker', async () => {
  const token = await signer.sign({ sub: randomUUID() })
  expect(new Set(await callMany(30, token))).toEqual(new Set([200]))
  const old = signer
  signer = await createSigner('k2')
  const renewed = await signer.sign({ sub: randomUUID() })
  await lab.client.clearJwksCaches({})
  expect(new Set(await callMany(30, token))).toEqual(new Set([403]))
  expect(new Set(await callMany(30, renewed))).toEqual(new Set([200]))
  signer = old
  await lab.client.clearJwksCaches({})
  expect(new Set(await callMany(30, token))).toEqual(new Set([200]))
})

test('one token at two APIs: each asks for its own right, at every worker', async () => {
  const second = { listen_path: '/second/', target_url: upstream.url, strip_listen_path: true }
  await putApi({ api_id: 'second', proxy: second })
  const token = await signer.sign({ sub: randomUUID() })
  expect(new Set(await callMany(12, token))).toEqual(new Set([200]))
  expect(new Set(await callMany(12, token, '/second/x'))).toEqual(new Set([403]))
  expect(new Set(await callMany(12, token))).toEqual(new Set([200]))
})

test('a throttled caller waits and passes', async () => {
  await putPolicy({ rate: 2, per: 1, throttle_interval: 1, throttle_retry_limit: 4 })
  const statuses = await callMany(4, await signer.sign({ sub: randomUUID() }))
  expect(new Set(statuses)).toEqual(new Set([200]))
})

test('a worker that is killed is replaced, and what was counted stays counted', async () => {
  await putPolicy({ quota_max: 50, quota_renewal_rate: 3600 })
  const token = await signer.sign({ sub: randomUUID() })
  expect(countOf(await callMany(30, token), 200)).toBe(30)
  const before = await listChildren(lab.companion.pid)
  expect(before).toHaveLength(WORKERS)
  const [victim = 0] = before
  process.kill(victim, 'SIGKILL')
  await expect
    .poll(async () => {
      const children = await listChildren(lab.companion.pid)
      return children.length === WORKERS && !children.includes(victim)
    })
    .toBe(true)
  // A replacement serves once it has started; the others do all the while.
  expect(countOf(await callMany(60, token), 200)).toBe(20)
})

test('Ctrl-C lets an open request finish, and leaves no process behind', async () => {
  const children = await listChildren(lab.companion.pid)
  const before = upstream.hits
  const slow = lab.call('/api/slow', await signer.sign({ sub: randomUUID() }))
  await expect.poll(() => upstream.hits).toBe(before + 1)
  lab.companion.kill('SIGINT')
  const [status] = (await once(lab.companion, 'exit')) as [number]
  expect(status).toBe(0)
  expect(await (await slow).text()).toBe('hello')
  expect(children.filter(isAlive)).toEqual([])
})

test('the workers end with a companion that was killed', async () => {
  await closeLab()
  await openTestGateway()
  const children = await listChildren(lab.companion.pid)
  lab.companion.kill('SIGKILL')
  await once(lab.companion, 'exit')
  await expect.poll(() => children.filter(isAlive)).toEqual([])
})

async function openTestGateway(): Promise<void> {
  root = await mkdtemp(join(tmpdir(), 'dcr-workers-'))
  lab = await startCompanion()
  await putPolicy({})
  await putApi({})
}

async function closeLab(): Promise<void> {
  const { companion } = lab
  if (companion.exitCode === null && companion.signalCode === null) {
    companion.kill('SIGTERM')
    await once(companion, 'exit')
  }
  await rm(root, { recursive: true, force: true })
}

async function serve(listener: Parameters<typeof listen>[0]) {
  const { server, url } = await listen(listener)
  return {
    url,
    hits: 0,
    fetches: 0,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function startCompanion(): Promise<Lab> {
  const options = ['--json', '--port', '0', '--workers', String(WORKERS)]
  const places = ['--data', join(root, 'data'), '--config', join(root, 'config')]
  const companion = spawn(
    process.execPath,
    ['scripts/dcr-lab.mjs', 'start', ...options, ...places],
    {
      env: { ...process.env, DCR_LAB_TOKEN: TOKEN },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = (await once(createInterface(companion.stdout), 'line')) as [string]
  const { addresses } = JSON.parse(line) as { addresses: Record<'control' | 'gateway', string> }
  const client = createApiClient({ origin: addresses.control, token: TOKEN })
  return {
    companion,
    client,
    gateway: addresses.gateway,
    call: (path, token) =>
      fetch(addresses.gateway + path, {
        // One connection each: the listener hands them out in turn.
        headers: { connection: 'close', ...(token && { authorization: `Bearer ${token}` }) },
      }),
  }
}

async function putApi(change: Record<string, unknown>): Promise<void> {
  const api = ApiDefinition.parse({
    name: 'OKTA API',
    api_id: 'okta-api',
    jwt_signing_method: 'rsa',
    enable_jwt: true,
    jwt_source: btoa(`${jwks.url}/keys`),
    jwt_policy_field_name: 'pol',
    jwt_default_policies: ['okta-policy'],
    proxy: { listen_path: '/api/', target_url: upstream.url, strip_listen_path: true },
    ...change,
  })
  await lab.client.putApi({ params: { api: api.api_id }, body: api })
}

async function putPolicy(change: Record<string, unknown>): Promise<void> {
  const policy = Policy.parse({
    id: 'okta-policy',
    name: 'OKTA Policy',
    rate: 1000,
    per: 60,
    access_rights: { 'okta-api': { api_id: 'okta-api' } },
    ...change,
  })
  await lab.client.putPolicy({ params: { policy: 'okta-policy' }, body: policy })
}

/** Calls in turn, ten at a time; the statuses. */
async function callMany(amount: number, token: string, path = '/api/x'): Promise<number[]> {
  const statuses: number[] = []
  while (statuses.length < amount) {
    const size = Math.min(10, amount - statuses.length)
    const answers = await Promise.all(
      Array.from({ length: size }, async () => {
        const answer = await lab.call(path, token)
        await answer.text()
        return answer.status
      }),
    )
    statuses.push(...answers)
  }
  return statuses
}

function countOf(statuses: readonly number[], status: number): number {
  return statuses.filter((one) => one === status).length
}

/** Each worker names its verdicts in its own way. */
async function countWorkers(): Promise<number> {
  const verdicts = await lab.client.listVerdicts({ query: { limit: 300 } })
  return new Set(verdicts.map(({ id }) => id.slice(0, id.lastIndexOf('-')))).size
}

async function listChildren(pid = 0): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.trim().split(/\s+/).filter(Boolean).map(Number)
}

/** A process that has ended and was not yet collected is no longer alive. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
