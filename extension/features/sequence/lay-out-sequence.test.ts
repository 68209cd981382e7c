import { expect, test } from 'vitest'
import type { Exchange } from '#shared/contract/exchange.ts'
import { layOutGhosts, layOutSequence } from './lay-out-sequence.ts'
import { windowAround } from './window-around.ts'

type Part = Pick<Exchange, 'id' | 'from' | 'to' | 'label'> & {
  startMs: number
  ms: number
  status?: number
  verdict?: string
}

function exchange({ startMs, ms, status, verdict, ...rest }: Part): Exchange {
  return {
    ...rest,
    at: new Date(Date.UTC(2026, 10, 27) + startMs).toISOString(),
    duration_ms: ms,
    request: { method: 'GET', url: 'http://127.0.0.1/', headers: [] },
    ...(status !== undefined && { response: { status, headers: [] } }),
    ...(verdict !== undefined && { verdict }),
  }
}

const call = exchange({
  id: 'call',
  from: 'app',
  to: 'gateway',
  label: 'Call API',
  startMs: 5,
  ms: 4.2,
  status: 200,
  verdict: 'v1',
})
const keys = exchange({
  id: 'keys',
  from: 'gateway',
  to: 'idp',
  label: 'Fetch key set',
  startMs: 5,
  ms: 1.4,
  status: 200,
  verdict: 'v1',
})
const upstream = exchange({
  id: 'up',
  from: 'gateway',
  to: 'upstream',
  label: 'Proxy to upstream',
  startMs: 7,
  ms: 2.6,
  status: 200,
  verdict: 'v1',
})

const keysOf = (exchanges: readonly Exchange[]): string[] =>
  layOutSequence(exchanges).map(({ key }) => key)

test.each([
  ['as they were recorded', [keys, upstream, call]],
  ['the caller first', [call, keys, upstream]],
  ['the other way round', [upstream, keys, call]],
])('the gateway’s own calls stand within the call of the app, %s', (_order, exchanges) => {
  expect(keysOf(exchanges)).toEqual([
    'call request',
    'keys request',
    'keys answer',
    'up request',
    'up answer',
    'call answer',
  ])
})

test('calls that follow each other stay in their order', () => {
  const first = exchange({ ...call, id: 'a', startMs: 0, ms: 2, status: 401, verdict: 'v2' })
  const second = exchange({ ...call, id: 'b', startMs: 3, ms: 2, status: 200, verdict: 'v3' })
  expect(keysOf([second, first])).toEqual(['a request', 'a answer', 'b request', 'b answer'])
})

test('a request, an answer and a refusal are read aloud', () => {
  const made = exchange({ ...call, id: 'a', startMs: 0, ms: 2, status: 401, verdict: 'v2' })
  const [request, answer] = layOutSequence([made])
  expect(request).toMatchObject({ spoken: 'app to gateway, Call API', isRefused: false })
  expect(answer).toMatchObject({
    spoken: 'gateway to app, Call API, 401, refused',
    from: 'gateway',
    to: 'app',
    label: 'Refused',
    isRefused: true,
  })
})

test('a call without an answer says so', () => {
  const { response: _response, ...lost } = call
  expect(layOutSequence([lost])[1]).toMatchObject({ label: 'No answer', isRefused: true })
})

test('what is expected is nested as it will be', () => {
  const ghosts = layOutGhosts([
    { from: 'app', to: 'gateway', label: 'Call API' },
    { from: 'gateway', to: 'idp', label: 'Fetch key set' },
    { from: 'gateway', to: 'upstream', label: 'Pass it on' },
  ])
  expect(ghosts.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'app gateway',
    'gateway idp',
    'idp gateway',
    'gateway upstream',
    'upstream gateway',
    'gateway app',
  ])
  expect(ghosts.every((ghost) => ghost.exchange === undefined)).toBe(true)
})

test('two calls of one party are no nest', () => {
  const ghosts = layOutGhosts([
    { from: 'app', to: 'idp', label: 'Get token' },
    { from: 'app', to: 'gateway', label: 'Call API' },
  ])
  expect(ghosts.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'app idp',
    'idp app',
    'app gateway',
    'gateway app',
  ])
})

test.each([
  [0, [0, 1, 2, 3, 4], 0, 3],
  [3, [1, 2, 3, 4, 5], 1, 2],
  [7, [3, 4, 5, 6, 7], 3, 0],
])('the window of five around arrow %i', (current, shown, before, behind) => {
  expect(windowAround([0, 1, 2, 3, 4, 5, 6, 7], current, 5)).toEqual({ shown, before, behind })
})
