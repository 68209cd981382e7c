import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Exchange } from '#shared/contract/exchange.ts'
import { Segments } from './segments.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dcr-lab-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const exchange = (id: string): Exchange => ({
  id,
  at: '2026-01-01T00:00:00.000Z',
  from: 'app',
  to: 'gateway',
  label: 'Call API',
  request: { method: 'GET', url: 'http://127.0.0.1/', headers: [] },
  duration_ms: 1,
})
const write = (one: Exchange) => Buffer.from(`${JSON.stringify(one)}\n`)
const line = (id: string) => write(exchange(id))
const readIds = async () =>
  (await Segments.open(directory)).earlier.map(({ exchange: { id } }) => id)

test('what was appended in several goes is read again in order, a line each', async () => {
  const { segments } = await Segments.open(directory)
  segments.append(line('1'))
  segments.append(line('2'))
  segments.append(line('3'))
  await segments.flush()
  segments.append(line('4'))
  await segments.close()
  expect(await readIds()).toEqual(['1', '2', '3', '4'])
  const [name = ''] = await readdir(directory)
  expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600)
})

test('a line that a crash cut short is passed over, and later processes begin a file of their own', async () => {
  const { segments } = await Segments.open(directory)
  segments.append(line('1'))
  segments.append(line('2').subarray(0, -5))
  await segments.close()
  const next = (await Segments.open(directory)).segments
  next.append(line('3'))
  await next.close()
  expect(await readIds()).toEqual(['1', '3'])
  expect(await readdir(directory)).toHaveLength(2)
})

test('a full file is followed by another, and the newest four stay', async () => {
  const { segments } = await Segments.open(directory)
  const long = write({ ...exchange('long'), label: 'x'.repeat(2 * 1024 * 1024) })
  for (let count = 0; count < 7; count += 1) {
    segments.append(long)
    await segments.flush()
  }
  await segments.close()
  const names = await readdir(directory)
  expect(names).toEqual(['00000004.jsonl', '00000005.jsonl', '00000006.jsonl', '00000007.jsonl'])
  expect((await readFile(join(directory, '00000007.jsonl'))).equals(long)).toBe(true)
})

test('a burst takes no more of the disk than calls one by one', async () => {
  const { segments } = await Segments.open(directory)
  const long = write({ ...exchange('long'), label: 'x'.repeat(200_000) })
  for (let count = 0; count < 300; count += 1) segments.append(long)
  await segments.flush()
  for (let count = 0; count < 300; count += 1) segments.append(long)
  await segments.close()
  const names = await readdir(directory)
  const sizes = await Promise.all(
    names.map(async (name) => (await stat(join(directory, name))).size),
  )
  expect(names.length).toBeLessThanOrEqual(4)
  expect(Math.max(...sizes)).toBeLessThan(2.3 * 1024 * 1024)
})
