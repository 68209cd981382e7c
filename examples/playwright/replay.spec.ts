import { expect, test } from 'dcr-lab/playwright'

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
