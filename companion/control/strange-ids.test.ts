import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

const IDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '1', '__defineGetter__']

function send(method: string, path: string, body: string): Promise<Response> {
  return fetch(lab.companion.addresses.control + path, {
    method,
    headers: { authorization: `Bearer ${TEST_TOKEN}`, 'content-type': 'application/json' },
    body,
  })
}

test.each(IDS)('the id %s names a policy that outlives a restart', async (id) => {
  await lab.client.putPolicy({ params: { policy: id }, body: { id, name: `named ${id}` } })
  lab = await lab.restart()
  const { name } = await lab.client.getPolicy({ params: { policy: id } })
  expect(name).toBe(`named ${id}`)
})

test.each([
  ['a member __proto__', '{"id":"p","name":"p","access_rights":{"__proto__":{"api_id":"a"}}}'],
  ['too many levels', `{"id":"p","name":"p","tags":${'['.repeat(9000)}${']'.repeat(9000)}}`],
])('a body with %s is refused, and nothing of it is kept', async (_what, body) => {
  const answer = await send('PUT', '/api/policies/p', body)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ code: 'REQUEST_INVALID' })
  await expect(lab.client.getPolicy({ params: { policy: 'p' } })).rejects.toMatchObject({
    code: 'RECORD_NOT_FOUND',
  })
})

test('half a surrogate pair in a value outlives a restart as it was sent', async () => {
  const answer = await send('PUT', '/api/policies/half', '{"id":"half","name":"half \\ud83d"}')
  expect(answer.status).toBe(200)
  lab = await lab.restart()
  const { name } = await lab.client.getPolicy({ params: { policy: 'half' } })
  expect(name).toBe('half \ud83d')
})
