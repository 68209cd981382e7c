import { expect, test } from 'vitest'
import { findEndpointLimit, mergeEndpointLimits, readEndpointLimits } from './endpoint-limits.ts'

const entry = (path: unknown, name: unknown, limit?: unknown) => ({
  path,
  methods: [{ name, limit }],
})

test.each([undefined, null, {}, '/x'])('%j is no list of endpoints', (value) => {
  expect(readEndpointLimits(value)).toEqual([])
})

test('each method of an endpoint has a limit of its own', () => {
  const methods = [
    { name: 'GET', limit: { rate: 5, per: 60 } },
    { name: 'PUT', limit: { rate: '6', per: '30' } },
  ]
  expect(readEndpointLimits([{ path: '/x', methods }])).toMatchObject([
    { path: '/x', method: 'GET', rate: 5, perSeconds: 60 },
    { path: '/x', method: 'PUT', rate: 6, perSeconds: 30 },
  ])
})

test.each([null, 1, {}, { path: '/x' }, { path: '/x', methods: 'GET' }, entry(1, 'GET')])(
  'the entry %j limits nothing, and the ones beside it count',
  (odd) => {
    expect(readEndpointLimits([odd, entry('/y', 'GET')]).map(({ path }) => path)).toEqual(['/y'])
  },
)

test('a method without name or limit is read as one that limits nothing', () => {
  const nothing = { rate: 0, perSeconds: 0 }
  expect(readEndpointLimits([entry('/x', 1)])).toMatchObject([{ method: '', ...nothing }])
  expect(readEndpointLimits([entry('/x', 'GET', {})])).toMatchObject([nothing])
})

test('two lists unite by method and path, and the larger rate stays', () => {
  const list = (rate: number) => [
    entry('/x', 'GET', { rate, per: 1 }),
    entry('/x', 'PUT', { rate: 10 - rate, per: 1 }),
  ]
  const merged = mergeEndpointLimits(
    readEndpointLimits(list(2)),
    readEndpointLimits([...list(3), entry('/y', 'GET', { rate: 1, per: 1 })]),
  )
  expect(merged.map(({ method, path, rate }) => `${method} ${path} ${rate}`)).toEqual([
    'GET /x 3',
    'PUT /x 8',
    'GET /y 1',
  ])
})

test('the first limit counts that fits method and whole path', () => {
  const limits = readEndpointLimits([
    entry('/x(', 'GET'),
    entry('/x/{id}', 'PUT'),
    entry('/x/{id}', 'GET'),
    entry('/x/.*', 'GET'),
  ])
  expect(findEndpointLimit(limits, 'GET', '/x/7')).toBe(limits[2])
  expect(findEndpointLimit(limits, 'PUT', '/x/7')).toBe(limits[1])
  expect(findEndpointLimit(limits, 'GET', '/x/7/8')).toBe(limits[3])
  expect(findEndpointLimit(limits, 'GET', '/x(')).toBeUndefined()
})
