import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'
import { runCommandLine } from './dcr-lab.ts'

let lab: TestCompanion
let said: string[]

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

beforeEach(() => {
  said = []
  vi.stubEnv('DCR_LAB_TOKEN', TEST_TOKEN)
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line) => void said.push(String(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const runAtWrongHost = (...options: string[]) =>
  runCommandLine(
    [
      'journey',
      '--companion',
      lab.companion.addresses.control,
      '--idp-host',
      'not-a-url',
      ...options,
    ],
    { extension: '' },
  )

test('the reason of a failure comes first, and a doctor that cannot examine it takes one line', async () => {
  expect(await runAtWrongHost('--clean', '--budget', '0')).toBe(1)
  const failure = said.indexOf('  idp_host: Write a whole address with http:// or https://.')
  const doctor = said.findIndex((line) => line.includes('The doctor could not examine the run: '))
  expect(failure).toBeGreaterThan(-1)
  expect(doctor).toBeGreaterThan(failure)
  expect(said.at(-1)).toContain('Everything the journey made is deleted.')
  expect(await lab.client.listRuns()).toEqual([])
})

test('with --json a failure carries the problem of the failed step', async () => {
  expect(await runAtWrongHost('--json')).toBe(1)
  const last = said.at(-1) ?? ''
  expect(JSON.parse(last)).toMatchObject({
    ok: false,
    problem: { code: expect.stringMatching(/^[A-Z_]+$/) as unknown },
  })
})
