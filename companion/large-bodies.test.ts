import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from './test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})
afterAll(() => lab.stop())

const LENGTH = 20 * 1024 * 1024

/** Sends a head that states 20 MiB, and what is given of the body; reads until the connection ends. */
function send(address: string, head: readonly string[], body: string): Promise<string> {
  const { hostname, port, host } = new URL(address)
  const [line, ...fields] = head
  const text = [line, `Host: ${host}`, `Content-Length: ${LENGTH}`, ...fields, '', body]
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(text.join('\r\n')))
    socket.setEncoding('latin1').on('data', (part: string) => (answer += part))
    socket.on('error', () => undefined).on('close', () => resolve(answer))
  })
}

const TOKEN = `Authorization: Bearer ${TEST_TOKEN}`
const JSON_TYPE = 'Content-Type: application/json'
const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded'

test.each([
  ['control', 413, ['POST /api/runs HTTP/1.1', TOKEN, JSON_TYPE]],
  ['control', 413, ['POST /api/capture HTTP/1.1', TOKEN, JSON_TYPE]],
  ['control', 413, ['POST /api/pairings HTTP/1.1', JSON_TYPE]],
  ['control', 401, ['POST /api/runs HTTP/1.1', JSON_TYPE]],
  ['portal', 413, ['POST /login HTTP/1.1', FORM_TYPE]],
  ['idp', 400, ['POST /oauth2/default/v1/token HTTP/1.1', FORM_TYPE]],
] as const)('%s refuses a body with %i that it does not ask for', async (name, status, head) => {
  const address = lab.companion.addresses[name]
  const answer = await send(address, [...head, 'Expect: 100-continue', ''], '')
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(answer).toMatch(/^connection: close\r$/im)
})

test.each([
  ['control', ['POST /api/runs HTTP/1.1', TOKEN, JSON_TYPE]],
  ['portal', ['POST /login HTTP/1.1', FORM_TYPE]],
] as const)('%s does not wait for 20 MiB to refuse them', async (name, head) => {
  const address = lab.companion.addresses[name]
  const answer = await send(address, [...head, ''], 'x'.repeat(100_000))
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toMatch(/^connection: close\r$/im)
})
