import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import { ReplayLab } from './testing.ts'

let replay: ReplayLab
let token: string

beforeAll(async () => {
  replay = await ReplayLab.start()
  token = await replay.token()
})

afterAll(() => replay.lab.stop())

const failedAt = ({ verdict }: Attempt) => verdict?.failed_at

describe('the choice of a token', () => {
  test('a kept token passes every check, and the gateway’s verdict comes along', async () => {
    const attempt = await replay.send({ token: { kind: 'kept', token } })
    expect(attempt).toMatchObject({
      kind: 'sent',
      answer: { status: 200 },
      verdict: { is_allowed: true, passed: 17 },
    })
    expect(attempt.sent.token).toMatch(/^The kept token of .+, got at .+; it ends at .+ UTC\.$/)
    const exchange = await replay.client.getExchange({
      params: { exchange: attempt.exchange ?? '' },
    })
    expect(exchange.verdict).toBe(attempt.verdict?.id)
  })

  test.each([
    ['none', { kind: 'none' }, 'credential', 'No Authorization header.'],
    ['expired', { kind: 'expired' }, 'time', 'ended an hour ago'],
    [
      'another audience',
      { kind: 'other_audience', audience: 'api://payments' },
      undefined,
      'api://payments instead of api://default',
    ],
    [
      'a broken signature',
      { kind: 'broken_signature' },
      'signature',
      'first character of its signature changed',
    ],
  ] as const)('%s is sent as it says', async (_name, choice, check, words) => {
    const chosen = choice.kind === 'none' ? choice : { ...choice, token }
    const attempt = await replay.send({ token: chosen })
    expect(failedAt(attempt)).toBe(check)
    expect(attempt.sent.token).toContain(words)
  })

  test('a copy for another audience is signed truly: only the audience check refuses it', async () => {
    const [api] = await replay.client.listApis()
    if (!api) throw new Error('There is no API')
    const params = { api: api.api_id }
    await replay.client.putApi({
      params,
      body: {
        ...api,
        config_data: { dcr_lab: { allowed_audiences: ['api://default'] } },
      },
    })
    const attempt = await replay.send({
      token: { kind: 'other_audience', token, audience: 'api://payments' },
    })
    await replay.client.putApi({ params, body: api })
    expect(attempt.verdict).toMatchObject({ is_allowed: false, failed_at: 'audience' })
  })

  test('a new token is asked from the provider', async () => {
    const [kept] = (await replay.client.listTokens()).filter(({ id }) => id === token)
    const attempt = await replay.send({
      token: { kind: 'fresh', client: kept?.registration ?? '' },
    })
    expect(attempt.answer?.status).toBe(200)
    expect(attempt.sent.token).toMatch(/^A new token of .+, asked from its provider/)
  })

  test('the token of another client is another client’s, or refused with what to do', async () => {
    await expect(replay.send({ token: { kind: 'other_client', token } })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'No token of another client of the same provider is kept.',
    })
  })

  test('a preview says the same words and sends nothing', async () => {
    const before = await replay.client.listAttempts()
    const { words, is_possible, header } = await replay.client.previewToken({
      body: { token: { kind: 'broken_signature', token } },
    })
    expect(words).toContain('first character of its signature changed')
    expect(is_possible).toBe(true)
    expect(header).toMatch(/^Bearer eyJ.+\.••••.{4}$/)
    expect(await replay.client.listAttempts()).toHaveLength(before.length)
    const refused = await replay.client.previewToken({
      body: { token: { kind: 'kept', token: 'client:Unknown' } },
    })
    expect(refused).toEqual({
      is_possible: false,
      words:
        'No token of a client called Unknown is kept. Get one on the Tokens page, or choose another token.',
    })
  })
})

describe('a recorded request', () => {
  test('becomes a draft that sends the same, and its thread begins with it as it was', async () => {
    const refused = await replay.send({ token: { kind: 'expired', token } })
    const { exchange = '' } = refused
    const draft = await replay.client.draftFromExchange({ params: { exchange } })
    expect(draft.request).toMatchObject({
      method: 'GET',
      route: 'gateway',
      url: '/okta-api/headers',
    })
    const walked = await replay.client.getRun({ params: { run: replay.run.id } })
    const step = walked.steps.find(({ id }) => id === 'call-api')
    const verdict = step?.result?.verdict ?? ''
    const own = await replay.client.draftFromVerdict({ params: { verdict } })
    expect(own).toMatchObject({ notes: [], request: { token: { kind: 'kept', token } } })
    const attempt = await replay.client.sendReplay({
      body: { request: own.request, exchange: own.exchange },
    })
    const thread = await replay.client.listAttempts({ query: { thread: attempt.thread } })
    expect(thread.map(({ name, kind }) => [name, kind])).toEqual([
      ['As it was', 'recorded'],
      [attempt.name, 'sent'],
    ])
    expect(thread[0]?.verdict).toMatchObject({ id: verdict, is_allowed: true })
  })

  test('of a client at the token endpoint refers to the client’s secret', async () => {
    const exchanges = await replay.client.listExchanges()
    const asked = exchanges.find(({ label }) => label.startsWith('Get token'))
    const draft = await replay.client.draftFromExchange({ params: { exchange: asked?.id ?? '' } })
    expect(draft.notes).toEqual([])
    expect(JSON.stringify(draft.request)).toMatch(
      /\{\{secret:registration\/[^/]+\/client_secret\}\}/,
    )
    const attempt = await replay.client.sendReplay({ body: { request: draft.request } })
    expect(attempt.answer?.status).toBe(200)
    expect(attempt.answer?.body?.text).toMatch(/"access_token":\s*"eyJ[^"]+\.••••/)
    expect(attempt.verdict).toBeUndefined()
    expect(attempt.exchange).toBeDefined()
  })

  test('whose token is not kept says so', async () => {
    await replay.client.sendReplay({
      body: {
        request: {
          method: 'GET',
          url: '/okta-api/headers',
          headers: [{ name: 'Authorization', value: 'Bearer a-foreign-token-1234' }],
        },
      },
    })
    const [call] = (await replay.client.listExchanges()).filter(({ to }) => to === 'gateway')
    const draft = await replay.client.draftFromExchange({ params: { exchange: call?.id ?? '' } })
    expect(draft.request.token).toMatchObject({ kind: 'secret' })
    const [secret] = (await replay.client.listReplaySecrets()).filter(
      ({ source }) => source === 'Header Authorization',
    )
    await replay.client.deleteReplaySecret({ params: { secret: secret?.name ?? '' } })
    const later = await replay.client.draftFromExchange({ params: { exchange: call?.id ?? '' } })
    expect(later).toMatchObject({
      request: { token: { kind: 'none' } },
      notes: ['The token of the recorded request is not kept; choose a token before you send.'],
    })
  })
})

describe('attempts', () => {
  test('are compared: where each failed, what was changed, and nothing when nothing changed', async () => {
    const first = await replay.send({ token: { kind: 'expired', token } })
    const second = await replay.send({ token: { kind: 'kept', token } }, first.thread)
    const comparison = await replay.client.compareAttempts({
      query: { before: first.id, after: second.id },
    })
    expect(comparison).toMatchObject({
      is_same: false,
      words: expect.stringMatching(/^The first failed at “.+”, the second passed with 200\.$/),
      request: [expect.stringMatching(/^The token: The kept token/)],
      status: { before: 401, after: 200, is_same: false },
      body: { kind: 'json', is_same: false },
    })
    expect(comparison.body.members).toContainEqual(
      expect.objectContaining({ path: '/error', change: 'gone' }),
    )
    const again = await replay.send({ token: { kind: 'expired', token } }, first.thread)
    const same = await replay.client.compareAttempts({
      query: { before: first.id, after: again.id },
    })
    expect(same).toMatchObject({ is_same: true, words: 'Nothing changed.', request: [] })
    const headers = [{ name: 'Authorization', value: '' }]
    const without = await replay.send({ token: { kind: 'none' } })
    const empty = await replay.send({ token: { kind: 'none' }, headers }, without.thread)
    const edited = await replay.client.compareAttempts({
      query: { before: without.id, after: empty.id },
    })
    expect(edited).toMatchObject({ request: ['The header authorization is new.'] })
    expect(edited.words).not.toBe('Nothing changed.')
  })

  test('are listed by their threads, the newest first', async () => {
    const first = await replay.send({ url: '/okta-api/headers' })
    await replay.send({ token: { kind: 'kept', token } }, first.thread)
    const [thread] = await replay.client.listThreads()
    expect(thread).toMatchObject({ id: first.thread, attempts: 2, status: 200 })
    expect(thread?.name).toMatch(/^GET http:.+\/okta-api\/headers$/)
    await replay.send({ url: '/okta-api/headers' }, first.thread)
    expect((await replay.client.listThreads())[0]).toMatchObject({ failed_at: 'credential' })
  })

  test('are named, deleted, and bounded to 50 of a thread', async () => {
    const first = await replay.send({})
    const { thread } = first
    const renamed = await replay.client.renameAttempt({
      params: { attempt: first.id },
      body: { name: 'Without a token' },
    })
    expect(renamed.name).toBe('Without a token')
    for (let count = 0; count < 51; count += 1) await replay.send({}, thread)
    const kept = await replay.client.listAttempts({ query: { thread } })
    expect(kept).toHaveLength(50)
    expect(kept.some(({ id }) => id === first.id)).toBe(false)
    const [oldest] = kept
    await replay.client.deleteAttempt({ params: { attempt: oldest?.id ?? '' } })
    await replay.client.deleteThread({ params: { thread } })
    expect(await replay.client.listAttempts({ query: { thread } })).toEqual([])
  }, 30_000)
})
