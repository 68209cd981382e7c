import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import {
  findStep,
  runSteps,
  startTestCompanion,
  TEST_TOKEN,
  type TestCompanion,
} from '../../test-companion.ts'
import { runCommandLine } from '../dcr-lab.ts'

let lab: TestCompanion
let said: string[]

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

beforeEach(() => {
  vi.stubEnv('DCR_LAB_TOKEN', TEST_TOKEN)
  said = []
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const run = (...words: string[]): Promise<number> =>
  runCommandLine(['doctor', ...words, '--companion', lab.companion.addresses.control], {
    extension: '',
  })

test('a failed run, its exchange and its client are examined with the run’s own client', async () => {
  const created = await lab.client.createRun({ body: { provider: 'keycloak', origin: 'test' } })
  const inputs = { token: { scope: 'an-unknown-scope' } }
  const failed = await runSteps(lab.client, created, { inputs })
  const exchange = findStep(failed, 'token').exchanges.at(-1) ?? ''
  for (const place of [
    ['--run', created.id],
    ['--exchange', exchange],
  ]) {
    await expect(run(...place)).resolves.toBe(1)
    expect(said.join('\n')).toContain('What failed, at token: ')
    expect(said.join('\n')).toContain('examined as it is')
    said = []
  }
  const own = (await lab.client.listRegistrations()).find((one) => one.run === created.id)
  await expect(run('--registration', own?.id ?? '')).resolves.toBe(1)
  expect(said.join('\n')).toContain('examined as it is')
})

test('a refused call is examined by the id that its answer named', async () => {
  const answer = await fetch(`${lab.companion.addresses.gateway}/nowhere/`)
  await expect(run('--verdict', answer.headers.get('x-dcr-verdict') ?? '')).resolves.toBe(1)
  expect(said.join('\n')).toContain('What failed, at gateway: 404')
})
