import { join } from 'node:path'
import { expect, test } from 'dcr-lab/playwright'

test('saved requests are answered as they were', async ({ journey, replay }) => {
  const { token } = await journey.walk({ until: 'token' })
  const file = join(import.meta.dirname, 'refusals.replay.json')
  const { results } = await replay.runSet(file, { 'the-token': token.accessToken })
  expect(results.filter(({ state }) => state !== 'passed')).toEqual([])
})

test('a refused call passes with another token', async ({ journey, gateway, replay }) => {
  const { token } = await journey.walk({ until: 'token' })
  const refused = await gateway.fetch('/okta-api/headers')
  expect(refused).toHaveVerdict('credential')

  const passed = await replay.send(refused, { token })
  expect(passed.answer).toHaveVerdict('allowed')
  expect((await passed.compare()).status).toMatchObject({ after: 200, is_same: false })

  const ended = await replay.send(refused, { token: { kind: 'expired', token: token.record.id } })
  expect(ended.answer).toHaveVerdict('time')
})
