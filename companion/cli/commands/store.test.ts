import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Policy } from '#shared/tyk/policy.ts'
import { Store } from '../../store/store.ts'
import { runCommandLine } from '../dcr-lab.ts'

let folder: string
let printed: string[]
const data = (): string => join(folder, 'data')

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-store-command-'))
  printed = []
  const keep = (text: unknown): void => void printed.push(String(text))
  vi.spyOn(console, 'log').mockImplementation(keep)
  vi.spyOn(console, 'error').mockImplementation(keep)
})

afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

async function fill(count: number): Promise<void> {
  const store = await Store.open(data())
  for (let id = 0; id < count; id += 1)
    await store.transact((transaction) =>
      transaction.put('policies', `p${id}`, Policy.parse({ id: `p${id}`, name: `p${id}` })),
    )
  await store.close()
}

async function listPolicies(directory: string): Promise<string[]> {
  const store = await Store.open(directory)
  const ids = store
    .records('policies')
    .list()
    .map(({ id }) => id)
  await store.close()
  return ids
}

const run = (...argv: string[]): Promise<number> =>
  runCommandLine(['store', ...argv], { extension: '' })

async function flipBit(at: (length: number) => number): Promise<Buffer> {
  const path = join(data(), 'journal.1.log')
  const bytes = await readFile(path)
  const place = at(bytes.length)
  bytes[place] = (bytes[place] ?? 0) ^ 1
  await writeFile(path, bytes)
  return bytes
}

test('check of a whole directory says what it looked at', async () => {
  await fill(5)
  expect(await run('check', '--data', data())).toBe(0)
  expect(printed.join('\n')).toMatch(/5 records, 5 changes[\s\S]*as it was written/)
})

test('a damaged journal is named, rescued into a new directory, and stays as it is', async () => {
  await fill(10)
  const damaged = await flipBit((length) => Math.floor(length / 2))
  expect(await run('check', '--data', data())).toBe(1)
  expect(printed.join('\n')).toMatch(/journal\.1\.log is damaged at line \d+, byte \d+/)
  const target = join(folder, 'rescued')
  expect(await run('repair', target, '--data', data())).toBe(0)
  expect(await listPolicies(target)).toHaveLength(9)
  expect(await readFile(join(data(), 'journal.1.log'))).toEqual(damaged)
})

test('a backup is restored where nothing is, and nowhere else', async () => {
  await fill(3)
  const file = join(folder, 'backup.json')
  expect(await run('backup', file, '--data', data())).toBe(0)
  const other = join(folder, 'other')
  expect(await run('restore', file, '--data', other)).toBe(0)
  expect(await listPolicies(other)).toEqual(['p0', 'p1', 'p2'])
  expect(await run('restore', file, '--data', other)).toBe(1)
  expect(printed.join('\n')).toContain('is not empty')
})

test('a damaged backup is refused, and a damaged directory is not backed up', async () => {
  await fill(3)
  const file = join(folder, 'backup.json')
  await run('backup', file, '--data', data())
  await writeFile(file, (await readFile(file, 'utf8')).replace('p1', 'q1'))
  expect(await run('restore', file, '--data', join(folder, 'other'))).toBe(1)
  expect(await readdir(folder)).not.toContain('other')
  await flipBit((length) => length - 20)
  expect(await run('backup', join(folder, 'second.json'), '--data', data())).toBe(1)
  expect(await readdir(folder)).not.toContain('second.json')
})

test.each([
  ['without an action', [], /action/],
  ['with an unknown action', ['mend'], /check, repair, backup, restore/],
  ['repair without a directory', ['repair'], /lacks the new directory/],
  ['a directory without data', ['check', '--data', '/nowhere/at/all'], /holds no data/],
])('%s it says what is wrong', async (_case, argv, words) => {
  expect(await run(...argv)).toBe(1)
  expect(printed.join('\n')).toMatch(words)
})
