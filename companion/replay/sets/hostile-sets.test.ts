import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SetDraft } from '#shared/contract/replay/replay-set.ts'
import type * as z from '#shared/zod.ts'
import { ReplayLab, serve } from '../testing.ts'

let replay: ReplayLab

beforeAll(async () => {
  replay = await ReplayLab.start()
})

afterAll(() => replay.lab.stop())

type Request = NonNullable<z.input<typeof SetDraft>['requests']>[number]

const create = (requests: Request[]) =>
  replay.client.createReplaySet({ body: { name: 'Hostile', requests } })
const run = (set: string) => replay.client.runReplaySet({ params: { set }, body: { secrets: {} } })

test.each([
  [{ kind: 'json_path', path: '$.access_token', op: 'equals', value: 'opaque-token-4a6b8c0d' }],
  [{ kind: 'header', name: 'x-a', op: 'contains', value: 'eyJhIjoxfQ.eyJhIjoxfQ.c2lnbmF0dXJl' }],
] as const)('the secret in the assertion %j is refused when it is saved', async (assertion) => {
  await expect(
    create([{ name: 'A', request: { method: 'GET', url: '/' }, assertions: [assertion] }]),
  ).rejects.toMatchObject({
    message: 'A: the value that is expected looks like a secret, and a set holds none.',
    options: {
      issues: [expect.objectContaining({ field: 'requests.0.assertions.0.value' })],
    },
  })
})

test('what a stranger made to take forever is stopped, and the run goes on', async () => {
  const server = await serve((_request, response) => {
    response.end(JSON.stringify(`${'a'.repeat(60)}!`))
  })
  const request = { method: 'GET', url: server.origin, route: 'direct' } as const
  const endless: Request['assertions'] = [
    { kind: 'json_schema', schema: { pattern: '^(a+)+$' } },
    { kind: 'json_path', path: "$[?match(@, '(a+)+')]", op: 'exists' },
    { kind: 'json_schema', schema: { $ref: '#' } },
    { kind: 'status', is: 200 },
  ]
  const set = await create([{ name: 'Endless', request, assertions: endless }])
  const { state, results } = await run(set.id)
  await server.close()
  expect(state).toBe('failed')
  const [pattern, path, loop, status] = results[0]?.assertions ?? []
  expect(pattern).toMatchObject({
    is_met: false,
    came: expect.stringMatching(
      /^the check did not end well: it was stopped after \d+ ms$/,
    ) as string,
  })
  expect(path?.is_met).toBe(false)
  expect(loop).toMatchObject({
    is_met: false,
    came: 'the check did not end well: it refers to itself, or nests, too deep',
  })
  expect(status?.is_met).toBe(true)
})

test('a set that is deleted while it runs leaves no run and no attempt', async () => {
  const server = await serve((_request, response) => {
    void replay.client.deleteReplaySet({ params: { set: set.id } }).then(() => response.end('ok'))
  })
  const request = { method: 'GET', url: server.origin, route: 'direct' } as const
  const set = await create([{ name: 'A', request }])
  const before = await replay.client.listAttempts()
  await run(set.id)
  await server.close()
  expect(await replay.client.listSetRuns({ query: { set: set.id } })).toEqual([])
  expect(await replay.client.listAttempts()).toEqual(before)
})

test('an import with more secrets than are kept leaves none of them', async () => {
  const before = await replay.client.listReplaySecrets()
  const entries = Array.from({ length: 500 }, (_none, at) => ({
    request: {
      method: 'GET',
      url: 'https://x.example/',
      headers: [1, 2, 3, 4, 5].map((key) => ({ name: `x-${key}-token`, value: `t-${at}-${key}` })),
    },
  }))
  const text = JSON.stringify({ log: { entries } })
  await expect(replay.client.importRequests({ body: { text } })).rejects.toMatchObject({
    message: '2000 secrets are kept already.',
  })
  expect(await replay.client.listReplaySecrets()).toEqual(before)
})
