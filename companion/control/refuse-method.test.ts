import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})
afterAll(() => lab.stop())

test.each([
  ['PATCH', '/api/faults', 405, 'GET, PUT'],
  ['DELETE', '/api/runs', 405, 'GET, POST'],
  ['PUT', '/api/exchanges/x', 405, 'GET'],
  ['POST', '/api/events', 405, 'GET'],
  ['POST', '/api/nothing', 404, null],
])('%s %s is answered with %d', async (method, path, status, allow) => {
  const answer = await fetch(lab.companion.addresses.control + path, {
    method,
    headers: { authorization: `Bearer ${TEST_TOKEN}` },
  })
  expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow])
})
