import { expect, test } from 'vitest'
import type { Exchange } from '#shared/contract/exchange.ts'
import { LineRing, readLine } from './line-ring.ts'

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
  const ring = new LineRing()
  const labels = Array.from({ length: 40 }, (_, at) => `${at}`.padStart(5) + '€'.repeat(at * 997))
  const places = labels.map((label) => ring.write(make(label)))
  const lines = places.map((place) => place && ring.read(place))
  expect(lines.map((line) => line && readLine(line).label)).toEqual(labels)
  expect(lines.every((line) => line?.indexOf('\n') === line!.length - 1)).toBe(true)
})

test('lines of any lengths are read whole or not at all, and all of them share 12 MiB', () => {
  const ring = new LineRing()
  const written = Array.from({ length: 400 }, (_, at) => {
    const label = `${at}`.padStart(5).padEnd(((at * 7919) % 300_000) + 6, 'x')
    return { label, place: ring.write(make(label)) }
  })
  const read = written.map(({ place }) => place && ring.read(place))
  const known = written.filter((_, at) => read[at])
  expect(known.length).toBeGreaterThan(40)
  expect(known).toEqual(written.slice(-known.length))
  expect(known.map(({ place }) => readLine(ring.read(place!)!).label)).toEqual(
    known.map(({ label }) => label),
  )
  expect(new Set(read.map((line) => line?.buffer)).size - 1).toBeLessThanOrEqual(12)
})

test('what is larger than a block is not kept', () => {
  expect(new LineRing().write(make('x'.repeat(MIB)))).toBeUndefined()
})
