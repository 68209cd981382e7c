import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { openTykDouble, type TykDoubleOptions } from './testing/tyk-double.ts'

let lab: TestCompanion
let close = (): void => undefined

const secret = '352d20ee67be67f6340b4c0605b044b7'
const target = 'http://127.0.0.1:1'
const DEFINITIONS = [
  { id: 'p', name: 'Policy', access_rights: { a: { api_id: 'a', versions: ['Default'] } } },
  { name: 'A', api_id: 'a', enable_jwt: true, proxy: { listen_path: '/a/', target_url: target } },
  {
    openapi: '3.0.3',
    info: { title: 'B', version: '1.0.0' },
    paths: {},
    'x-tyk-api-gateway': {
      info: { id: 'b', name: 'B', state: { active: true } },
      upstream: { url: target },
      server: { listenPath: { value: '/b/' } },
    },
  },
]

beforeAll(async () => {
  lab = await startTestCompanion()
  await lab.client.importDefinitions({ body: { definitions: DEFINITIONS } })
})
afterAll(() => lab.stop())
afterEach(() => close())

async function open(options: TykDoubleOptions = {}) {
  const tyk = await openTykDouble(options)
  close = tyk.close
  const push = (dry_run: boolean) =>
    lab.client.pushToTyk({ body: { url: `${tyk.url}/`, secret, dry_run } })
  return { ...tyk, push }
}

const PUTS = ['POST /tyk/policies', 'POST /tyk/apis', 'POST /tyk/apis/oas']
const RELOAD = 'GET /tyk/reload/?block=true'
const CHECKS = ['GET /tyk/policies/p', 'GET /tyk/apis/a', 'GET /a/', 'GET /tyk/apis/b', 'GET /b/']
type Reply = Awaited<ReturnType<TestCompanion['client']['pushToTyk']>>
const listStates = ({ states }: Reply) => states.map(({ id, state }) => `${id} ${state}`)

test('a dry run shows the calls and makes none (double of Tyk)', async () => {
  const { push, seen, url } = await open()
  const { calls, states } = await push(true)
  const planned = calls.map((call) => `${call.method} ${call.url.slice(url.length)}`)
  expect(new Set(planned)).toEqual(new Set([...PUTS, RELOAD, ...CHECKS]))
  expect(planned.indexOf(RELOAD)).toBe(PUTS.length)
  expect([calls.every(({ status }) => status === undefined), states, seen]).toEqual([true, [], []])
  expect(JSON.stringify(calls)).not.toContain(secret)
})

test('a push writes, reloads, and asks for each definition (double of Tyk)', async () => {
  const { push, seen } = await open()
  const reply = await push(false)
  expect([reply.ok, ...listStates(reply)]).toEqual([true, 'p live', 'a live', 'b live'])
  expect(seen.map(({ call }) => call)).toEqual([...PUTS, RELOAD, ...CHECKS])
  const visits = seen.filter(({ call }) => !call.includes('/tyk/'))
  expect(visits.map((visit) => visit.secret)).toEqual([undefined, undefined])
  const control = seen.filter(({ call }) => call.includes('/tyk/'))
  expect(new Set(control.map((call) => call.secret))).toEqual(new Set([secret]))
  expect(seen[1]?.body).not.toHaveProperty('oas')
  const exchanges = await lab.client.listExchanges({ query: { limit: 20 } })
  expect(exchanges.filter(({ label }) => label === 'Push to Tyk')).toHaveLength(seen.length)
  expect(JSON.stringify([exchanges, reply])).not.toContain(secret)
})

test('a policy that Tyk took and never reads is dead, and the setting is named (double of Tyk)', async () => {
  const { push } = await open({ hasPolicyPath: false })
  const reply = await push(false)
  expect([reply.ok, ...listStates(reply)]).toEqual([false, 'p dead', 'a live', 'b live'])
  expect(reply.states[0]?.message).toMatch(/404.*Policy not found.*policies\.policy_path/)
})

test('an API that Tyk took and cannot load is dead (double of Tyk)', async () => {
  const { push } = await open({ cannotLoad: ['a'] })
  const reply = await push(false)
  expect([reply.ok, ...listStates(reply)]).toEqual([false, 'p live', 'a dead', 'b live'])
  expect(reply.states[1]?.message).toContain('404')
})

test('a refusal in the middle says what was written and what was not sent (double of Tyk)', async () => {
  const { push } = await open({ refuses: ['a'] })
  const reply = await push(false)
  expect([reply.ok, ...listStates(reply)]).toEqual([false, 'p written', 'a refused', 'b not_sent'])
  expect(reply.states[1]?.message).toMatch(/400.*Request malformed/)
  expect(reply.calls.map(({ status }) => status)).toEqual([200, 400])
})

test('a reload without an answer leaves all of it written, and claims nothing (double of Tyk)', async () => {
  const { push } = await open({ breaksAtReload: true })
  const reply = await push(false)
  expect([reply.ok, ...listStates(reply)]).toEqual([false, 'p written', 'a written', 'b written'])
})
