import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Window } from 'happy-dom'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { SetRun } from '#shared/contract/replay/replay-set.ts'
import { ReplayLab } from '../replay/testing.ts'
import { runCommandLine } from './dcr-lab.ts'
import { writeJunit } from './replay-set/write-junit.ts'
import { writeRun } from './replay-set/write-run.ts'

let replay: ReplayLab
let folder: string
let printed: string[]
let complained: string[]

beforeAll(async () => {
  replay = await ReplayLab.start()
  folder = await mkdtemp(join(tmpdir(), 'dcr-cli-replay-'))
  const kept = { kind: 'kept', token: await replay.token() } as const
  const url = '/okta-api/headers'
  await replay.client.createReplaySet({
    body: {
      name: 'Refusals stay refused',
      requests: [
        {
          name: 'With a token',
          request: { method: 'GET', url, token: kept },
          assertions: [{ kind: 'status', is: 200 }],
        },
        {
          name: 'No token',
          request: { method: 'GET', url },
          assertions: [{ kind: 'verdict', outcome: 'failed', check: 'credential' }],
        },
      ],
    },
  })
  await replay.client.createReplaySet({
    body: {
      name: 'Wrong',
      requests: [
        {
          name: 'Expected <refused>',
          request: { method: 'GET', url, token: kept },
          assertions: [{ kind: 'status', is: 401 }],
        },
      ],
    },
  })
  await replay.client.createReplaySet({
    body: {
      name: 'Needy',
      requests: [
        {
          name: 'With a key',
          request: {
            method: 'GET',
            url: '/okta-api/get',
            token: kept,
            headers: [{ name: 'x-api-key', value: '{{secret:api-key}}' }],
          },
          assertions: [{ kind: 'status', is: 200 }],
        },
      ],
    },
  })
})

afterAll(async () => {
  await replay.lab.stop()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(() => {
  printed = []
  complained = []
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)))
  vi.spyOn(console, 'error').mockImplementation((line) => void complained.push(String(line)))
  vi.stubEnv('DCR_LAB_TOKEN', replay.lab.companion.token)
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

async function run(...args: string[]) {
  const { control } = replay.lab.companion.addresses
  const code = await runCommandLine(['replay', ...args, '--companion', control], { extension: '' })
  return { code, text: printed.join('\n'), errors: complained.join('\n') }
}

test('a set by the name in dashes: 0, with what was expected and what came', async () => {
  const { code, text } = await run('refusals-stay-refused')
  expect(code).toBe(0)
  expect(text).toMatch(
    /^Refusals stay refused\nok {4}With a token {2}GET \/okta-api\/headers {2}200/,
  )
  expect(text).toContain('        expected status is 200; came 200')
  expect(text).toMatch(/expected verdict fails at “.+”; came failed at “.+”/)
  expect(text).toMatch(/2 of 2 passed, \d+ ms$/)
})

test('an assertion that does not hold: 1, as lines, JSON and JUnit XML', async () => {
  const junit = join(folder, 'out.xml')
  const { code, text } = await run('Wrong', '--json', '--junit', junit)
  expect(code).toBe(1)
  expect(JSON.parse(text)).toMatchObject({
    state: 'failed',
    results: [{ state: 'failed', status: 200 }],
  })
  const { DOMParser } = new Window()
  const xml = new DOMParser().parseFromString(await readFile(junit, 'utf8'), 'text/xml')
  const suite = xml.querySelector('testsuites > testsuite')
  expect(['tests', 'failures', 'errors'].map((name) => suite?.getAttribute(name))).toEqual([
    '1',
    '1',
    '0',
  ])
  const failure = suite?.querySelector('testcase > failure')
  expect(failure?.getAttribute('message')).toBe('expected status is 401; came 200')
  expect(suite?.querySelector('testcase')?.getAttribute('name')).toBe('Expected <refused>')
  printed = []
  expect((await run('Wrong')).text).toContain('✗ expected status is 401; came 200')
})

test('a secret comes from the environment; without it the set could not run: 2', async () => {
  const without = await run('needy')
  expect(without.code).toBe(2)
  expect(without.text).toContain('It was not sent. No secret is kept under the name api-key.')
  expect(without.text).toContain('DCR_LAB_SECRET_API_KEY')
  printed = []
  vi.stubEnv('DCR_LAB_SECRET_API_KEY', 'a-key-of-the-environment')
  const { code, text } = await run('needy', '--json')
  expect(code).toBe(0)
  expect(text).not.toContain('a-key-of-the-environment')
})

test('a file runs like a set of the companion', async () => {
  const [set] = await replay.client.listReplaySets()
  const file = await replay.client.exportReplaySet({ params: { set: set?.id ?? '' } })
  const path = join(folder, 'set.json')
  await writeFile(path, JSON.stringify(file))
  expect(await run(path)).toMatchObject({ code: 0 })
})

test.each([
  [['nowhere'], 'There is no file and no set called nowhere.'],
  [[join(import.meta.dirname, 'options.ts')], 'options.ts holds no set'],
  [['wrong', '--junit', '/nowhere/at/all.xml'], '/nowhere/at/all.xml cannot be written'],
])('%j could not run: 2, and why', async (args, message) => {
  const { code, errors } = await run(...args)
  expect(code).toBe(2)
  expect(errors).toContain(message)
})

test('results are shown, too, when the file for them cannot be written', async () => {
  expect((await run('wrong', '--junit', '/nowhere/at/all.xml')).text).toContain('0 of 1 passed')
})

test('a set without requests has not passed: 2', async () => {
  await replay.client.createReplaySet({ body: { name: 'Empty', requests: [] } })
  const { code, errors } = await run('empty')
  expect(code).toBe(2)
  expect(errors).toContain('Empty has no requests, so there is nothing that could pass.')
})

test('a name in a set cannot rewrite what the terminal shows', () => {
  const result = {
    request: '1',
    name: 'A\u001b[2K\rok',
    method: 'GET',
    url: '/x\u009b2J',
    state: 'failed',
    assertions: [{ expected: 'a\u0007', came: 'b\nok   all is well', is_met: false }],
    duration_ms: 0,
  } as const
  const text = writeRun({
    id: 'r',
    name: 'Set\u001b]0;title\u0007',
    at: '2026-01-01T00:00:00.000Z',
    state: 'failed',
    duration_ms: 1,
    results: [{ ...result, assertions: [...result.assertions] }],
  })
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  expect(text).not.toMatch(/^ok /m)
})

test('called wrongly it could not run, either', async () => {
  expect(await runCommandLine(['replay'], { extension: '' })).toBe(2)
  expect(complained.join('\n')).toContain("Missing required argument 'set'")
})

test('JUnit XML holds what XML has no spelling for as U+FFFD', () => {
  const failed = {
    id: 'r',
    name: 'A "set" & more',
    at: '2026-01-01T00:00:00.000Z',
    state: 'error',
    duration_ms: 12.3,
    results: [
      {
        request: '1',
        name: 'a\u0000b\ud800',
        method: 'GET',
        url: '/x',
        state: 'error',
        assertions: [],
        failure: ']]> <b>',
        duration_ms: 0,
      },
    ],
  } satisfies SetRun
  const { DOMParser } = new Window()
  const text = writeJunit(failed)
  const xml = new DOMParser().parseFromString(text, 'text/xml')
  expect(xml.querySelector('testcase')?.getAttribute('name')).toBe('a\ufffdb\ufffd')
  expect(xml.querySelector('error')?.textContent).toContain(']]> <b>')
  expect(text).toContain('time="0.012"')
})
