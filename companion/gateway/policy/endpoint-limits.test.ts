import { expect, test } from 'vitest'
import {
  type EndpointLimit,
  findEndpointLimit,
  mergeEndpointLimits,
  readEndpointLimits,
} from './endpoint-limits.ts'

interface Rate {
  rate: number
  per?: number
}

const tell = (limits: readonly EndpointLimit[]) =>
  limits.map(({ method, path, rate }) => `${method} ${path} ${rate}`)
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
  expect(tell(merged)).toEqual(['GET /x 3', 'PUT /x 8', 'GET /y 1'])
})

test.each<[string, Rate, Rate, Rate]>([
  ['no limit without a time', { rate: -1 }, { rate: 100, per: 60 }, { rate: -1 }],
  ['no limit', { rate: -1, per: 60 }, { rate: 100, per: 60 }, { rate: -1, per: 60 }],
  ['no limit of 0', { rate: 0, per: 60 }, { rate: 100, per: 60 }, { rate: 0, per: 60 }],
  ['more at once', { rate: 10, per: 60 }, { rate: 5, per: 30 }, { rate: 10, per: 60 }],
  ['more per second', { rate: 5, per: 10 }, { rate: 10, per: 60 }, { rate: 5, per: 10 }],
])('of two rates in either order: %s', (_case, left, right, chosen) => {
  const read = (limit: Rate) => readEndpointLimits([entry('/x', 'GET', limit)])
  const expected = [{ rate: chosen.rate, perSeconds: chosen.per ?? 0 }]
  expect(mergeEndpointLimits(read(left), read(right))).toMatchObject(expected)
  expect(mergeEndpointLimits(read(right), read(left))).toMatchObject(expected)
})

test('a merged list is sorted, and of two for one endpoint in one list the later counts', () => {
  const limit = { rate: 1, per: 1 }
  const list = readEndpointLimits([
    entry('/y', 'PUT', limit),
    entry('/y', 'GET', limit),
    entry('/a', 'PUT', { rate: 9, per: 1 }),
    entry('/a', 'PUT', limit),
  ])
  expect(tell(mergeEndpointLimits(list, []))).toEqual(tell(list))
  const sorted = ['PUT /a 1', 'GET /y 1', 'PUT /y 1']
  expect(tell(mergeEndpointLimits([], list))).toEqual(sorted)
  expect(tell(mergeEndpointLimits(list, list))).toEqual(sorted)
})

test('methods fit in any case', () => {
  const limits = readEndpointLimits([entry('/x', 'get')])
  expect(findEndpointLimit(limits, 'GET', '/x')).toBe(limits[0])
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
