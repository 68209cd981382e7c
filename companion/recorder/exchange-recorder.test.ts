import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Exchange } from '#shared/contract/exchange.ts'
import { LineWriter, readLine } from './exchange-lines.ts'
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
  const append = (lines: readonly Buffer[]) =>
    written.push(...lines.map((line) => readLine(line).id))
  return new ExchangeRecorder({
    registry: {
      maskWith: () => (text) => text.replaceAll('secret', '•'),
      isSecretName: () => false,
      isComplete: () => isComplete,
      completed: new Promise<void>((resolve) => (endRemembering = resolve)),
    },
    segments: { append, flush: () => Promise.resolve(), close: () => Promise.resolve() },
    earlier: earlier.map((exchange) => ({ exchange, line: new LineWriter().write(exchange) })),
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
