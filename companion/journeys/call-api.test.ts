import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run } from '#shared/contract/run.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion
let run: Run

beforeAll(async () => {
  lab = await startTestCompanion()
  run = await runSteps(lab.client, await lab.client.createRun({ body: { origin: 'test' } }))
})

afterAll(() => lab.stop())

async function call(inputs: Record<string, unknown>) {
  const params = { run: run.id, step: 'call-api' as const }
  return findStep(await lab.client.runStep({ params, body: { inputs } }), 'call-api')
}

/** What the API says it received. */
function readEcho({ result }: Awaited<ReturnType<typeof call>>): unknown {
  const fact = result?.facts.find(({ id }) => id === 'body')
  return JSON.parse(String(fact?.value))
}

test.each([
  ['text', '{"a": 1}', '{"a": 1}', 'application/json'],
  ['an object', { a: 1 }, '{"a":1}', 'application/json'],
  ['other text', 'plain', 'plain', 'text/plain;charset=utf-8'],
])('a body given as %s reaches the API', async (_name, body, data, type) => {
  const step = await call({ method: 'POST', path: '/okta-api/anything', body })
  expect(step.state).toBe('passed')
  expect(readEcho(step)).toMatchObject({
    method: 'POST',
    data,
    headers: { 'content-type': type },
  })
})

test('headers reach the API, and one that is given takes the place of the usual one', async () => {
  const headers = ['X-Request-Id: 5f0c', 'Content-Type: text/csv']
  const step = await call({ method: 'PUT', path: '/okta-api/anything', body: '1,2', headers })
  expect(readEcho(step)).toMatchObject({
    headers: { 'X-Request-Id': '5f0c', 'Content-Type': 'text/csv' },
  })
})

test.each([
  ['Authorization: Bearer abc', 'Authorization holds a secret'],
  ['Host: evil.example', 'Host is written by the companion'],
  ['no header', 'Write “name: value”'],
  ['x-a: b\r\nx-evil: 1', 'Write “name: value”'],
])('the header "%s" is refused with a sentence', async (header, sentence) => {
  const step = await call({ headers: [header] })
  expect(step.state).toBe('failed')
  expect(JSON.stringify(step.problem)).toContain(sentence)
  expect(step.problem?.code).toBe('INPUT_INVALID')
  await lab.client.runStep({
    params: { run: run.id, step: 'call-api' },
    body: { inputs: { headers: [] } },
  })
})
