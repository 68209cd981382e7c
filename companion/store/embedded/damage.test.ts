import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { EmbeddedKeeper } from './embedded-keeper.ts'
import type { Kept } from '../keeper.ts'
import { readLines } from './journal-lines.ts'
import { readSnapshot } from './read-snapshot.ts'
import { SnapshotFile } from './snapshot-file.ts'

const RECORDS = 40
const SCHEMA = 'shapes'

let directory: string
const path = (name: string): string => join(directory, name)

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dcr-damage-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

/** A data directory with a snapshot of one record and a journal of forty more. */
async function fill({ isClosed = false } = {}): Promise<Buffer> {
  const keeper = new EmbeddedKeeper(directory)
  await keeper.load(SCHEMA)
  await save(keeper, { policies: new Map([['first', { id: 'first' }]]) })
  for (let id = 0; id < RECORDS; id += 1)
    await keeper.append([JSON.stringify([['policies', `p${id}`, { id: `p${id}`, rate: id }]])])
  await keeper.close()
  // As after a crash, which leaves no note of the journal's length.
  if (!isClosed) await unlink(path('journal.2.log.end'))
  return readFile(path('journal.2.log'))
}

async function load(): Promise<number> {
  const keeper = new EmbeddedKeeper(directory)
  try {
    const { collections } = await keeper.load(SCHEMA)
    return collections['policies']?.size ?? 0
  } finally {
    await keeper.close()
  }
}

async function save(
  keeper: EmbeddedKeeper,
  collections: Kept['collections'],
  isAlone = true,
): Promise<void> {
  const { written } = await keeper.beginSnapshot({ collections, schema: SCHEMA, isAlone })
  await written
}

/** Why the directory is refused; a start that succeeds is no refusal. */
async function findRefusal(): Promise<string> {
  const refusal = await load().then(
    (count) => new Error(`It was opened, with ${count} records.`),
    (error: unknown) => error,
  )
  if (!(refusal instanceof AppError) || refusal.code !== 'STORE_UNREADABLE') throw refusal
  return refusal.message
}

test('every single bit that is flipped in a journal is noticed, or changes nothing', async () => {
  const bytes = await fill()
  const whole = (await readLines(bytes)).whole.map(({ changes }) => JSON.stringify(changes))
  expect(whole).toHaveLength(RECORDS)
  const silent: string[] = []
  const trials = bytes.length * 8
  for (let bit = 0; bit < trials; bit += 1) {
    const flipped = Buffer.from(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const read = await readLines(flipped)
    const isSame =
      read.whole.length === RECORDS &&
      read.whole.every(({ changes }, at) => JSON.stringify(changes) === whole[at])
    if (read.damage.length === 0 && !isSame) silent.push(`bit ${bit}: ${read.whole.length} changes`)
  }
  expect(silent).toEqual([])
  expect(trials).toBeGreaterThan(10_000)
})

test('a journal with a flipped bit stops the start, is named, and stays as it is', async () => {
  const bytes = await fill()
  for (const at of [3, 200, Math.floor(bytes.length / 2), bytes.length - 5, bytes.length - 1]) {
    const flipped = Buffer.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ 4
    await writeFile(path('journal.2.log'), flipped)
    expect(await findRefusal()).toMatch(
      /journal\.2\.log (?:is damaged at line \d+, byte \d+|continues another)/,
    )
    expect(await readFile(path('journal.2.log'))).toEqual(flipped)
  }
})

/** The lines of a journal, each with its line break. */
function split(bytes: Buffer): string[] {
  return bytes.toString().split(/(?<=\n)/)
}

test.each<[string, (lines: string[]) => string[]]>([
  ['a missing line', (lines) => lines.filter((_line, at) => at !== 7)],
  ['a missing first line', (lines) => lines.slice(1)],
  [
    'a line that stands twice',
    (lines) => lines.flatMap((line, at) => (at === 7 ? [line, line] : [line])),
  ],
  [
    'two lines in the wrong order',
    (lines) => [...lines.slice(0, 5), lines[6] ?? '', lines[5] ?? '', ...lines.slice(7)],
  ],
  ['a line of text', (lines) => [...lines.slice(0, 9), 'hello\n', ...lines.slice(9)]],
])('%s is damage', async (_case, edit) => {
  const bytes = await fill()
  await writeFile(path('journal.2.log'), edit(split(bytes)).join(''))
  expect(await findRefusal()).toMatch(/is damaged at line \d+/)
})

test('a last line that was cut short is cut off; all others are there', async () => {
  const bytes = await fill()
  for (const missing of [1, 2, 10, 40]) {
    await writeFile(path('journal.2.log'), bytes.subarray(0, bytes.length - missing))
    expect(await load()).toBe(RECORDS)
  }
})

test('a journal that was closed and is shorter now is damage, wherever it was cut', async () => {
  const bytes = await fill({ isClosed: true })
  const lines = split(bytes)
  const whole = Buffer.from(lines.slice(0, 30).join(''))
  for (const cut of [whole, bytes.subarray(0, bytes.length - 10), bytes.subarray(0, 100)]) {
    await writeFile(path('journal.2.log'), cut)
    expect(await findRefusal()).toMatch(/of the \d+ bytes that it had when it was closed/)
  }
})

test('a program that knows the earlier format finds no checksum of its own, so it opens nothing', async () => {
  await fill()
  const [header = ''] = (await readFile(path('db.json'), 'utf8')).split('\n')
  expect(JSON.parse(header)).not.toHaveProperty('sha256')
})

test('data of an earlier program is written anew in this form at once, also without changes', async () => {
  const data = JSON.stringify({ version: 2, generation: 4, collections: { policies: [['a', {}]] } })
  const sha256 = createHash('sha256').update(data).digest('hex')
  await writeFile(path('db.json'), `${JSON.stringify({ format: 'dcr-lab', sha256 })}\n${data}`)
  await writeFile(path('journal.4.log'), '')
  const keeper = new EmbeddedKeeper(directory)
  const { collections } = await keeper.load(SCHEMA)
  expect(keeper.isSnapshotDue).toBe(true)
  await save(keeper, collections)
  await keeper.close()
  expect(await readFile(path('db.json'), 'utf8')).toContain('"revision":3')
  expect(await load()).toBe(1)
})

test('after a close and a start the journal goes on', async () => {
  await fill({ isClosed: true })
  const keeper = new EmbeddedKeeper(directory)
  await keeper.load(SCHEMA)
  await keeper.append([JSON.stringify([['policies', 'more', { id: 'more' }]])])
  await keeper.close()
  expect(await load()).toBe(RECORDS + 2)
})

test('a snapshot that is missing beside its journal is damage', async () => {
  await fill()
  await unlink(path('db.json'))
  expect(await findRefusal()).toMatch(/db\.json is missing/)
})

test('a journal that is missing beside its snapshot is damage', async () => {
  await fill()
  await unlink(path('journal.2.log'))
  expect(await findRefusal()).toMatch(/journal\.2\.log is missing/)
})

test('an older snapshot beside a newer journal is damage, and the journal stays', async () => {
  const first = new EmbeddedKeeper(directory)
  await first.load(SCHEMA)
  await first.close()
  await copyFile(path('db.json'), path('older.json'))
  const bytes = await fill()
  await copyFile(path('older.json'), path('db.json'))
  await writeFile(path('journal.1.log'), '')
  expect(await findRefusal()).toMatch(/db\.json is older than journal\.2\.log/)
  expect(await readFile(path('journal.2.log'))).toEqual(bytes)
})

test('another snapshot of the same generation is damage', async () => {
  const bytes = await fill()
  await rm(directory, { recursive: true })
  const other = new EmbeddedKeeper(directory)
  await other.load(SCHEMA)
  await other.append([JSON.stringify([['policies', 'other', { id: 'other' }]])])
  await save(other, { policies: new Map([['other', { id: 'other' }]]) })
  await other.close()
  await writeFile(path('journal.2.log'), bytes)
  await rm(path('journal.2.log.end'), { force: true })
  expect(await findRefusal()).toMatch(/continues another snapshot/)
})

test.each([
  ['before the snapshot was written', ['journal.3.log']],
  ['before the old journal was removed', ['journal.1.log']],
])('a snapshot that was cut short %s loses nothing', async (_case, [left = '']) => {
  await fill()
  await writeFile(path(left), '')
  expect(await load()).toBe(RECORDS + 1)
})

test('every bit that is flipped in a snapshot is noticed, and costs one record at most', async () => {
  await fill()
  const keeper = new EmbeddedKeeper(directory)
  const { collections } = await keeper.load(SCHEMA)
  await save(keeper, collections)
  await keeper.close()
  const bytes = await readFile(path('db.json'))
  for (let bit = 0; bit < bytes.length * 8; bit += 37) {
    const flipped = Buffer.from(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    await writeFile(path('flipped.json'), flipped)
    const read = await readSnapshot(path('flipped.json'))
    expect(read?.problems, `bit ${bit}`).not.toEqual([])
    // A line break that is damaged joins two records.
    expect(read?.snapshot?.collections['policies']?.size, `bit ${bit}`).toBeGreaterThan(RECORDS - 2)
  }
})

/** Two journals, one of which continues the other, as after a crash while a snapshot was written. */
async function fillTwo(): Promise<void> {
  const keeper = new EmbeddedKeeper(directory)
  const { collections } = await keeper.load(SCHEMA)
  await keeper.append([JSON.stringify([['policies', 'a', { id: 'a' }]])])
  await copyFile(path('db.json'), path('before.json'))
  await copyFile(path('journal.1.log'), path('before.log'))
  const write = vi.spyOn(SnapshotFile.prototype, 'write').mockRejectedValue(new Error('disk full'))
  await expect(save(keeper, collections, false)).rejects.toThrow('disk full')
  write.mockRestore()
  await keeper.append([JSON.stringify([['policies', 'b', { id: 'b' }]])])
  await keeper.close()
}

test('journals that continue each other are read one after the other', async () => {
  await fillTwo()
  expect(await load()).toBe(2)
  expect(await load()).toBe(2)
})

test('a snapshot after one that failed folds all journals', async () => {
  await fillTwo()
  const keeper = new EmbeddedKeeper(directory)
  const { collections } = await keeper.load(SCHEMA)
  await save(keeper, collections, false)
  await keeper.close()
  expect((await readdir(directory)).filter((name) => name.endsWith('.log')).toSorted()).toEqual([
    'before.log',
    'journal.3.log',
  ])
  expect(await load()).toBe(2)
})

test('a journal that is missing in the row is damage', async () => {
  await fillTwo()
  await unlink(path('journal.2.log'))
  expect(await findRefusal()).toMatch(/journal\.2\.log is missing: it continues journal\.1\.log/)
})

test('a journal in the row that continues another one is damage', async () => {
  await fillTwo()
  const text = await readFile(path('journal.2.log'), 'utf8')
  await writeFile(path('journal.2.log'), text.replace(/ [0-9a-f]{16}\n/, ` ${'0'.repeat(16)}\n`))
  expect(await findRefusal()).toMatch(/journal\.2\.log/)
})

test('changes of a later journal that nothing leads to are damage', async () => {
  await fillTwo()
  await copyFile(path('before.log'), path('journal.1.log'))
  expect(await findRefusal()).toMatch(/db\.json is older than journal\.2\.log/)
})
