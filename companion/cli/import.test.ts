import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'
import { runCommandLine } from './dcr-lab.ts'

let lab: TestCompanion
let folder: string
let printed: string[]
let complained: string[]

beforeAll(async () => {
  lab = await startTestCompanion()
  folder = await mkdtemp(join(tmpdir(), 'dcr-cli-import-'))
})
afterAll(async () => {
  await lab.stop()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  printed = []
  complained = []
  vi.stubEnv('DCR_LAB_TOKEN', TEST_TOKEN)
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  vi.spyOn(console, 'error').mockImplementation((text: string) => void complained.push(text))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const save = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}
const run = (...files: string[]) =>
  runCommandLine(['import', ...files, '--companion', lab.companion.addresses.control], {
    extension: '',
  })

const api = {
  api_id: 'a',
  name: 'A',
  colour: 'red',
  proxy: { listen_path: '/a/', target_url: 'tcp://127.0.0.1:1' },
}

test('files are taken as they lie, and what is not acted on is told', async () => {
  const policies = await save(
    'policies.json',
    `\uFEFF${JSON.stringify({ gold: { rate: 1, per: 1, access_rights: {} } })}`,
  )
  const apis = await save('apis.json', JSON.stringify([{ api_definition: api }]))
  expect(await run(policies, apis)).toBe(0)
  expect(printed.slice(0, 2)).toEqual(['API     a', 'policy  gold'])
  const notes = printed.slice(2).join('\n')
  expect(notes).toContain('API a: colour')
  expect(notes).toContain('API a: proxy.target_url')
  expect((await lab.client.getPolicy({ params: { policy: 'gold' } })).rate).toBe(1)
})

test('what cannot be read or taken is said, and nothing is taken', async () => {
  const yaml = await save('api.yaml', 'name: A')
  const wrong = await save('wrong.json', '{"hello":1}')
  expect(await run(join(folder, 'missing.json'))).toBe(1)
  expect(await run(yaml)).toBe(1)
  expect(await run(wrong)).toBe(1)
  const text = complained.join('\n')
  for (const part of ['cannot be read', 'is not JSON', 'neither an API definition'])
    expect(text).toContain(part)
})
