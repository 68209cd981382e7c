import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { CountFile } from './count-file.ts'
import type { SessionAnswer } from '../limits/counting.ts'
import { createMemoryCounting } from '../limits/memory-counting.ts'
import { testCounting } from '../limits/testing/counting-suite.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-counts-'))
  path = join(folder, 'limits', 'counts.jsonl')
})
afterEach(() => rm(folder, { recursive: true }))

testCounting('counting with a file of earlier counts', () => {
  let nowMs = 0
  return {
    counting: createMemoryCounting(() => nowMs, { recall: () => undefined }),
    moveMs(ms) {
      nowMs += ms
    },
  }
})

/** Counting as one process after the other does it. @param startedMs - When its machine was started. */
async function openProcess(startedMs: number) {
  const file = await CountFile.open(path)
  const counting = createMemoryCounting(() => Date.now() - startedMs, file)
  return {
    enter: (session: string, change = {}) =>
      counting.enter({
        session,
        wallMs: Date.now(),
        policySeconds: 0,
        tokenEndsAtMs: 0,
        policyIds: ['policy'],
        rate: { key: 'all', rate: 3, perSeconds: 600 },
        quota: { key: 'all', max: 5, renewsAfterSeconds: 0 },
        shownQuota: undefined,
        last: undefined,
        ...change,
      }) as SessionAnswer,
    takeRate: () => counting.takeRate({ key: 'api', rate: 2, perSeconds: 600 }),
    close: () => file.close(counting),
  }
}

test('rates and quotas go on where another process has left them, whatever its clock of rates', async () => {
  const one = await openProcess(1_000)
  const opened = [one.enter('a'), one.enter('a'), one.enter('b')].map(({ refusedBy }) => refusedBy)
  expect(opened).toEqual([undefined, undefined, undefined])
  void one.takeRate()
  await one.close()
  const two = await openProcess(500_000)
  expect(two.enter('a').window?.used).toBe(3)
  expect(two.enter('a').refusedBy).toBe('rate')
  expect(two.enter('a', { rate: undefined }).quota?.used).toBe(4)
  expect([two.takeRate(), two.takeRate()]).toMatchObject([
    { isAllowed: true },
    { isAllowed: false },
  ])
  await two.close()
  const three = await openProcess(2_000)
  const noRate = { rate: undefined }
  expect([three.enter('a', noRate), three.enter('a', noRate)]).toMatchObject([
    { refusedBy: undefined },
    { refusedBy: 'quota' },
  ])
  expect(three.enter('b', noRate).quota?.used).toBe(2)
  await three.close()
})

test('a session that ended does not begin anew', async () => {
  const one = await openProcess(0)
  one.enter('a', { tokenEndsAtMs: Date.now() - 1000 })
  await one.close()
  expect((await openProcess(0)).enter('a').refusedBy).toBe('ended')
})

test('names are not in the file, and what no longer matters leaves it', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const one = await openProcess(0)
  one.enter('a-name-of-somebody', {
    quota: undefined,
    rate: { key: '', rate: 1, perSeconds: 1 },
  })
  one.enter('another')
  await one.close()
  expect(await readFile(path, 'utf8')).not.toContain('somebody')
  vi.setSystemTime(Date.now() + 60_000)
  await (await openProcess(0)).close()
  expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(1)
})

test.each(['', '{', '\n\n', 'null\n[1]\n["a",{}]\n', '["a",{"rates":[],"quotas":[["x",null]]}]\n'])(
  'a file that holds %j costs the counts only',
  async (text) => {
    await (await openProcess(0)).close()
    await writeFile(path, text)
    const one = await openProcess(0)
    expect(one.enter('a').quota?.used).toBe(1)
    await one.close()
    await appendFile(path, text)
    expect((await openProcess(0)).enter('a').quota?.used).toBe(2)
  },
)
