import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Assertion } from '#shared/contract/replay/assertion.ts'
import type { SetDraft } from '#shared/contract/replay/replay-set.ts'
import type * as z from '#shared/zod.ts'
import { openFrames } from '../../control/testing.ts'
import { ReplayLab, serve } from '../testing.ts'

let replay: ReplayLab
let token: string

beforeAll(async () => {
  replay = await ReplayLab.start()
  token = await replay.token()
})

afterAll(() => replay.lab.stop())

type Draft = z.input<typeof SetDraft>
type Request = NonNullable<Draft['requests']>[number]

const url = '/okta-api/headers'
const good = (assertions: z.input<typeof Assertion>[] = []): Request => ({
  name: 'With a token',
  request: { method: 'GET', url, token: { kind: 'kept', token } },
  assertions,
})
const create = (requests: Request[], name = 'Orders') =>
  replay.client.createReplaySet({ body: { name, requests } })
const run = (set: string, secrets: Record<string, string> = {}) =>
  replay.client.runReplaySet({ params: { set }, body: { secrets } })

describe('a run', () => {
  test('never shows a secret that came: members and headers that hold one are masked', async () => {
    const secret = 'opaque-token-4a6b8c0d'
    const server = await serve((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.setHeader('set-cookie', `session=${secret}`)
      response.end(
        JSON.stringify({
          access_token: secret,
          nested: { client_secret: secret },
          session: [`${secret}-in-an-array`],
        }),
      )
    })
    const set = await create([
      {
        name: 'Token',
        request: { method: 'GET', url: server.origin, route: 'direct' },
        assertions: [
          { kind: 'json_path', path: '$.access_token', op: 'exists' },
          { kind: 'json_path', path: '$.nested', op: 'exists' },
          { kind: 'json_path', path: '$.session[0]', op: 'exists' },
          { kind: 'json_path', path: '$.access_token', op: 'equals', value: 'other' },
          { kind: 'header', name: 'set-cookie', op: 'exists' },
        ],
      },
    ])
    const ran = await run(set.id)
    await server.close()
    expect(ran.results[0]?.assertions.map(({ is_met }) => is_met)).toEqual([
      true,
      true,
      true,
      false,
      true,
    ])
    expect(JSON.stringify(ran)).not.toContain(secret)
    expect(JSON.stringify(await replay.client.listAttempts())).not.toContain(`"${secret}"`)
  })

  test('passes when every assertion holds, a refusal that is expected too', async () => {
    const set = await create([
      good([
        { kind: 'status', is: 200 },
        { kind: 'status', is: '2xx' },
        { kind: 'header', name: 'X-DCR-Verdict', op: 'exists' },
        { kind: 'header', name: 'content-type', op: 'contains', value: 'json' },
        { kind: 'header', name: 'x-nowhere', op: 'absent' },
        { kind: 'json_path', path: '$.headers', op: 'exists' },
        { kind: 'json_path', path: '$.error', op: 'absent' },
        {
          kind: 'json_schema',
          schema: {
            type: 'object',
            required: ['headers'],
            properties: { headers: { type: 'object' } },
          },
        },
        { kind: 'verdict', outcome: 'passed' },
      ]),
      {
        name: 'Expired',
        request: { method: 'GET', url, token: { kind: 'expired', token } },
        assertions: [
          { kind: 'status', is: 401 },
          { kind: 'verdict', outcome: 'failed', check: 'time' },
          { kind: 'json_path', path: '$.error', op: 'contains', value: 'expired' },
        ],
      },
    ])
    const { state, results } = await run(set.id)
    expect(results.flatMap(({ assertions }) => assertions.filter(({ is_met }) => !is_met))).toEqual(
      [],
    )
    expect(state).toBe('passed')
    expect(results.map(({ state: one, status }) => [one, status])).toEqual([
      ['passed', 200],
      ['passed', 401],
    ])
  })

  test('says of each assertion what was expected and what came', async () => {
    const set = await create([
      good([
        { kind: 'status', is: 401 },
        { kind: 'verdict', outcome: 'failed', check: 'audience' },
        { kind: 'json_path', path: '$.error', op: 'equals', value: 'no' },
        { kind: 'json_schema', schema: { type: 'object', required: ['orders'] } },
        { kind: 'header', name: 'x-dcr-verdict', op: 'absent' },
      ]),
    ])
    const { state, results } = await run(set.id)
    expect(state).toBe('failed')
    expect(results[0]?.assertions).toEqual([
      { expected: 'status is 401', came: '200', is_met: false },
      {
        expected: expect.stringMatching(/^verdict fails at “.+”$/) as string,
        came: 'passed 17 checks',
        is_met: false,
      },
      { expected: 'body $.error is "no"', came: 'absent', is_met: false },
      {
        expected: 'body fits the JSON Schema',
        came: "the body must have required property 'orders'",
        is_met: false,
      },
      {
        expected: 'header x-dcr-verdict is not there',
        came: results[0]?.verdict?.id,
        is_met: false,
      },
    ])
  })

  test('is compared with the last one that passed', async () => {
    const draft = [good([{ kind: 'status', is: 200 }])]
    const set = await create(draft)
    const first = await run(set.id)
    const { requests } = set
    await replay.client.putReplaySet({
      params: { set: set.id },
      body: {
        name: set.name,
        requests: requests.map((one) => ({
          ...one,
          request: { ...one.request, token: { kind: 'none' } },
        })),
      },
    })
    const second = await run(set.id)
    const [result] = second.results
    expect(result).toMatchObject({ state: 'failed', last_passed: first.results[0]?.attempt })
    const comparison = await replay.client.compareAttempts({
      query: { before: result?.last_passed ?? '', after: result?.attempt ?? '' },
    })
    expect(comparison.words).toMatch(/^The first passed with 200, the second failed at “.+”\.$/)
    const runs = await replay.client.listSetRuns({ query: { set: set.id } })
    expect(runs.map(({ id }) => id)).toEqual([first.id, second.id])
    await replay.client.deleteReplaySet({ params: { set: set.id } })
    expect(await replay.client.listSetRuns({ query: { set: set.id } })).toEqual([])
  })

  test('a request that cannot be sent is an error, and the others are sent', async () => {
    const set = await create([
      {
        name: 'Unknown secret',
        request: { method: 'GET', url, headers: [{ name: 'x-a', value: '{{secret:unknown}}' }] },
      },
      good(),
    ])
    const { state, results } = await run(set.id)
    expect(state).toBe('error')
    expect(results.map((one) => one.state)).toEqual(['error', 'passed'])
    expect(results[0]?.failure).toMatch(
      /^It was not sent\. No secret is kept under the name unknown\./,
    )
    const given = await run(set.id, { unknown: 'given-for-one-run' })
    expect(given.state).toBe('passed')
    expect(JSON.stringify(await replay.client.listAttempts())).not.toContain('given-for-one-run')
  })
})

test.each([
  [{ kind: 'json_path', path: '$[?', op: 'exists' }, 'requests.0.assertions.0.path'],
  [{ kind: 'json_schema', schema: { type: 'nothing' } }, 'requests.0.assertions.0.schema'],
  [
    { kind: 'json_schema', schema: { $ref: 'https://x.example/s' } },
    'requests.0.assertions.0.schema',
  ],
  [
    { kind: 'header', name: 'set-cookie', op: 'equals', value: 'a=b' },
    'requests.0.assertions.0.op',
  ],
] as const)('the assertion %j is refused when it is saved', async (assertion, field) => {
  await expect(create([good([assertion])])).rejects.toMatchObject({
    options: { issues: [expect.objectContaining({ field })] },
  })
})

test('a set holds no secret: credentials in clear are kept by name', async () => {
  const secret = 'in-clear-7f3c9d21'
  const set = await create([
    {
      name: 'Login',
      request: {
        method: 'POST',
        url,
        headers: [{ name: 'Authorization', value: `Bearer ${secret}` }],
        body: { kind: 'form', fields: [{ name: 'client_secret', value: `${secret}-2` }] },
      },
    },
  ])
  const file = await replay.client.exportReplaySet({ params: { set: set.id } })
  const folder = replay.lab.dataDir
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  const texts = await Promise.all(
    names.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
  )
  expect(JSON.stringify([set, file, texts])).not.toContain(secret)
})

test('sets, runs and attempts are told to every panel', async () => {
  const frames = await openFrames(replay.lab)
  const set = await create([good()], 'Told')
  await run(set.id)
  await replay.client.deleteReplaySet({ params: { set: set.id } })
  const told = new Set<string>()
  while (!told.has('attempt.deleted')) for (const { event } of await frames.take(1)) told.add(event)
  frames.close()
  expect([...told]).toEqual(
    expect.arrayContaining([
      'replay-set.changed',
      'attempt.changed',
      'set-run.finished',
      'replay-set.deleted',
      'set-run.deleted',
    ]),
  )
})

test('a recording of 50 MB is refused in a sentence', async () => {
  const text = `{"log":{"entries":[],"x":"${'x'.repeat(50_000_000)}"}}`
  await expect(replay.client.importRequests({ body: { text } })).rejects.toMatchObject({
    code: 'BODY_TOO_LARGE',
    message: 'The body is larger than 16 MiB of JSON, which is the most that is taken here.',
  })
  await expect(
    replay.client.importRequests({ body: { text: text.slice(0, 11_000_000) } }),
  ).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
    message: 'text: At most 10 million characters; export fewer requests.',
  })
})

test('an imported request is sent', async () => {
  const { gateway } = replay.lab.companion.addresses
  const { requests } = await replay.client.importRequests({
    body: { text: `curl -X POST '${gateway}/okta-api/anything' --json '{"a": 1}'` },
  })
  const { answer } = await replay.send({
    ...requests[0]?.request,
    token: { kind: 'kept', token },
  })
  expect(JSON.parse(answer?.body?.text ?? '')).toMatchObject({ json: { a: 1 } })
})
