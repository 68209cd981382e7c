import { expect, test } from 'vitest'
import { findFramingProblem, readValues } from './framing.ts'

const HOST = ['Host', 'a.test']

const find = (
  rawHeaders: readonly string[],
  change: { method?: string; httpVersion?: string } = {},
) => findFramingProblem({ method: 'POST', httpVersion: '1.1', rawHeaders, ...change })
const findWith = (...fields: readonly string[]) => find([...HOST, ...fields])

test.each([
  [[]],
  [['Content-Length', '0']],
  [['content-length', '10']],
  [['Content-Length', '9999999999999999']],
  [['Transfer-Encoding', 'chunked']],
  [['TRANSFER-ENCODING', 'Chunked']],
  [['X-Note', '1', 'X-Note', '2']],
])('a request with %j passes', (fields) => {
  expect(findWith(...fields)).toBeUndefined()
})

test('a request of HTTP/1.0 with a length passes', () => {
  expect(find([...HOST, 'Content-Length', '1'], { httpVersion: '1.0' })).toBeUndefined()
})

test('TRACE is refused before anything else', () => {
  expect(find([], { method: 'TRACE' })).toMatchObject({
    refused: true,
    check: 'route',
    status: 405,
    error: 'TRACE is not allowed',
    code: 'TRACE_REFUSED',
  })
})

test('99 header lines pass, 100 are refused', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, at) => [`x-${at}`, '1']).flat()
  expect(findWith(...lines(98))).toBeUndefined()
  expect(findWith(...lines(99))).toMatchObject({
    check: 'route',
    status: 431,
    error: 'Too many header fields',
    code: 'TOO_MANY_HEADERS',
    facts: { limit: 100 },
  })
})

test.each([
  [0, [], '400 Bad Request: missing required Host header'],
  [2, [...HOST, ...HOST], '400 Bad Request'],
  [2, [...HOST, 'HOST', 'b.test'], '400 Bad Request'],
])('%i Host headers are refused', (count, rawHeaders, error) => {
  expect(find(rawHeaders)).toMatchObject({
    check: 'route',
    status: 400,
    error,
    code: 'HOST_COUNT',
    facts: { count },
  })
})

const BODY = {
  check: 'route',
  status: 400,
  error: 'Content-Length or Transfer-Encoding is not acceptable',
}

test.each([
  [['Transfer-Encoding', 'chunked', 'Transfer-Encoding', 'chunked'], '1.1'],
  [['Transfer-Encoding', 'chunked', 'Content-Length', '1'], '1.1'],
  [['Content-Length', '1', 'Transfer-Encoding', 'gzip'], '1.1'],
  [['Transfer-Encoding', 'chunked'], '1.0'],
])('the end of a body with %j in HTTP/%s is ambiguous', (fields, httpVersion) => {
  expect(find([...HOST, ...fields], { httpVersion })).toMatchObject({
    ...BODY,
    code: 'BODY_END_AMBIGUOUS',
  })
})

test.each(['gzip', 'gzip, chunked', 'chunked, chunked', 'identity'])(
  'Transfer-Encoding %s is not implemented',
  (coding) => {
    expect(findWith('Transfer-Encoding', coding)).toMatchObject({
      check: 'route',
      status: 501,
      error: 'Unsupported transfer encoding',
      code: 'TRANSFER_CODING_UNKNOWN',
      facts: { coding },
    })
  },
)

test.each(['', ', chunked', 'chunked, ', 'chunked,,gzip'])(
  'Transfer-Encoding %j with an empty member is refused',
  (coding) => {
    expect(findWith('Transfer-Encoding', coding)).toMatchObject({
      ...BODY,
      code: 'TRANSFER_CODING_UNKNOWN',
      facts: { coding },
    })
  },
)

test.each(['', '-1', '+1', '01', '1e3', '0x1', '1 ', '1,1', '12345678901234567'])(
  'Content-Length %j is refused',
  (length) => {
    expect(findWith('Content-Length', length)).toMatchObject({
      ...BODY,
      code: 'CONTENT_LENGTH_INVALID',
      facts: { length },
    })
  },
)

test('two lengths are refused, even when they are the same', () => {
  expect(findWith('Content-Length', '1', 'Content-Length', '1')).toMatchObject(BODY)
})

test('the values of a field are read in order, in any letter case, and of no other field', () => {
  const rawHeaders = ['X-A', '1', 'x-a', '2', 'X-B', 'x-a', 'X-AB', '3', 'X-A', '']
  expect(readValues(rawHeaders, 'x-a')).toEqual(['1', '2', ''])
  expect(readValues(rawHeaders, 'x-c')).toEqual([])
})
