import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Exchange } from '#shared/contract/exchange.ts'
import { readLine } from './line-ring.ts'
import { ExchangeRecorder } from './exchange-recorder.ts'
import type { RawExchange } from './recorder.ts'

const raw: RawExchange = {
  startedAtMs: 0,
  durationMs: 1,
  from: 'app',
  to: 'gateway',
  label: 'Call API',
  request: { method: 'GET', url: 'http://127.0.0.1/secret', headers: ['X-A', 'secret'] },
  verdict: 'v1',
}

let written: string[]
let told: string[]
let gaps: number
let isComplete: boolean
let endRemembering: () => void

function open(earlier: readonly Exchange[] = []): ExchangeRecorder {
  const append = (line: Buffer) => void written.push(readLine(line).id)
  return new ExchangeRecorder({
    registry: {
      maskWith: () => (text) => text.replaceAll('secret', '•'),
      isSecretName: () => false,
      isComplete: () => isComplete,
      completed: new Promise<void>((resolve) => (endRemembering = resolve)),
    },
    fingerprint: (secret) => `digest of ${secret}`,
    segments: { append, flush: () => Promise.resolve(), close: () => Promise.resolve() },
    earlier: earlier.map((exchange) => ({
      exchange,
      line: Buffer.from(`${JSON.stringify(exchange)}\n`),
    })),
    publish: (tell) => told.push(tell()?.id ?? 'nothing'),
    publishGap: () => (gaps += 1),
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  written = []
  told = []
  gaps = 0
  isComplete = true
})
afterEach(() => vi.useRealTimers())

test('what is recorded can be read at once, and is written and told a little later', () => {
  const recorder = open()
  const id = recorder.record(raw)
  expect(recorder.get(id)?.request).toMatchObject({
    url: 'http://127.0.0.1/•',
    headers: [['X-A', '•']],
  })
  expect([written, told]).toEqual([[], []])
  vi.advanceTimersByTime(50)
  expect([written, told]).toEqual([[id], [id]])
})

test('an exchange that was assigned to a step is written once', () => {
  const recorder = open()
  const id = recorder.record(raw)
  recorder.assign([id], 'run', 'token')
  vi.advanceTimersByTime(50)
  expect(written).toEqual([id])
  expect(recorder.list({ run: 'run', limit: 10 }).map((exchange) => exchange.id)).toEqual([id])
})

test('the newest 2000 are kept, those of earlier processes behind them', () => {
  const before = open()
  const earlier = [before.get(before.record(raw))].filter((one) => one !== undefined)
  vi.advanceTimersByTime(1)
  const recorder = open(earlier)
  const ids = Array.from({ length: 3 }, () => recorder.record(raw))
  const listed = recorder.list({ limit: 10 }).map(({ id }) => id)
  expect(listed).toEqual([...ids.toReversed(), earlier[0]?.id])
  for (let count = 0; count < 2000; count += 1) recorder.record(raw)
  expect(recorder.get(ids[0] ?? '')).toBeUndefined()
  expect(recorder.list({ verdict: 'v1', limit: 5000 })).toHaveLength(2000)
})

test('a burst of five hundred calls is recorded whole, a flood in part, and the gap is told once', () => {
  const recorder = open()
  const taken = Array.from({ length: 5000 }, () => recorder.takesCall())
  expect(taken.slice(0, 500).every(Boolean)).toBe(true)
  expect(taken.slice(500).filter(Boolean)).toHaveLength(0)
  expect(gaps).toBe(1)
  vi.advanceTimersByTime(100)
  expect(Array.from({ length: 100 }, () => recorder.takesCall()).filter(Boolean)).toHaveLength(20)
})

test.each([
  { every: 10, share: [1, 1] },
  { every: 1, share: [0.17, 0.18] },
  { every: 0.1, share: [0, 0.01] },
])('of calls $every ms apart this share is recorded in the long run', ({ every, share }) => {
  const recorder = open()
  while (recorder.takesCall()) continue
  const calls = 1000
  let taken = 0
  for (let call = 0; call < calls; call += 1) {
    vi.advanceTimersByTime(every)
    if (recorder.takesCall()) taken += 1
  }
  expect(taken / calls).toBeGreaterThanOrEqual(share[0] ?? 1)
  expect(taken / calls).toBeLessThanOrEqual(share[1] ?? 0)
})

test('nothing is shown, written or told before it can be masked', async () => {
  isComplete = false
  const recorder = open()
  const id = recorder.record(raw)
  vi.advanceTimersByTime(50)
  expect(recorder.get(id)).toBeUndefined()
  expect([recorder.list({ limit: 10 }), written, told]).toEqual([[], [], []])
  isComplete = true
  endRemembering()
  await vi.advanceTimersByTimeAsync(50)
  expect([written, told]).toEqual([[id], [id]])
  expect(recorder.get(id)?.request.url).toBe('http://127.0.0.1/•')
})

const LARGE = Buffer.alloc(64 * 1024, 1)
const large: RawExchange = {
  ...raw,
  request: { ...raw.request, body: LARGE },
  response: { status: 200, headers: ['content-type', 'text/plain'], body: LARGE },
}

test('a body of control characters is cut where its JSON would be larger than 128 KiB', () => {
  const recorder = open()
  const exchange = recorder.get(recorder.record(large))
  expect(exchange?.response?.body).toMatchObject({ size_bytes: 65_536, is_truncated: true })
  expect(JSON.stringify(exchange).length).toBeLessThan(257 * 1024)
})

test('of large exchanges fewer are kept: all that is kept is 12 MiB at most', () => {
  const recorder = open()
  const ids = Array.from({ length: 300 }, () => recorder.record(large))
  vi.advanceTimersByTime(50)
  const kept = recorder.list({ limit: 5000 })
  expect(kept.map(({ id }) => id)).toEqual(ids.slice(-kept.length).toReversed())
  const sizes = kept.map((exchange) => JSON.stringify(exchange).length)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12 * 1024 * 1024)
  expect(kept.length).toBeGreaterThan(20)
  expect(recorder.outlines()).toHaveLength(kept.length)
  expect(recorder.get(ids[0] ?? '')).toBeUndefined()
})

test('bodies that wait to be masked are few, and what is left out is told', async () => {
  isComplete = false
  const recorder = open()
  for (let count = 0; count < 300; count += 1) recorder.record(large)
  isComplete = true
  endRemembering()
  await vi.advanceTimersByTimeAsync(50)
  expect(gaps).toBeGreaterThan(0)
  // Sixteen MiB of bodies had room.
  expect(written.length).toBeLessThanOrEqual(129)
})

test('large bodies spend the budget of many calls', () => {
  const recorder = open()
  let taken = 0
  while (recorder.takesCall()) {
    taken += 1
    recorder.record(large)
  }
  expect(taken).toBeLessThan(40)
})
