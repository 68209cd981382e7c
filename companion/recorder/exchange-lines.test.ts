import { expect, test } from 'vitest'
import type { Exchange } from '#shared/contract/exchange.ts'
import { LineWriter, readLine } from './exchange-lines.ts'

const MIB = 1024 * 1024
const make = (label: string): Exchange => ({
  id: label.slice(0, 5),
  at: '2026-01-01T00:00:00.000Z',
  from: 'app',
  to: 'gateway',
  label,
  request: { method: 'GET', url: 'http://127.0.0.1/', headers: [] },
  duration_ms: 1,
})

test('what was written is read, whatever was written after it', () => {
  const writer = new LineWriter()
  const labels = Array.from({ length: 40 }, (_, at) => `${at}`.padStart(5) + '€'.repeat(at * 997))
  const lines = labels.map((label) => writer.write(make(label)))
  expect(lines.map((line) => readLine(line).label)).toEqual(labels)
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
})

test('many lines share a block, and what is larger than one has its own', () => {
  const writer = new LineWriter()
  const [one, two, large, three] = ['a', 'b', 'x'.repeat(MIB), 'c'].map((label) =>
    writer.write(make(label)),
  )
  expect(new Set([one, two, three].map((line) => line?.buffer)).size).toBe(1)
  expect(one?.buffer.byteLength).toBe(MIB)
  expect(large && readLine(large).label).toHaveLength(MIB)
})
