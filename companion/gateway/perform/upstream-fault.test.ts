import { expect, test } from 'vitest'
import { compileTestApi } from '../test/compile-test-api.ts'
import { createBodyLimitError, refuseGoneCaller, refuseUpstream } from './upstream-fault.ts'

const { target } = compileTestApi({ proxy: { target_url: 'http://u.test:81/base' } })
const fail = (code: string, suggestion?: string) =>
  refuseUpstream(target, Object.assign(new Error('x'), { code }), suggestion)

const causesWith = (suggestion?: string) => [
  {
    text: expect.any(String),
    fix:
      suggestion === undefined
        ? { step: 'api', label: 'Correct the target URL', inputs: {} }
        : { step: 'api', label: `Use ${suggestion}`, inputs: { target_url: suggestion } },
  },
]

test.each([
  ['ENOTFOUND', 500, 'Upstream host lookup failed', 'the host u.test.'],
  ['EAI_AGAIN', 500, 'Upstream host lookup failed', 'the host u.test.'],
  ['EAI_NODATA', 500, 'Upstream host lookup failed', 'the host u.test.'],
  ['UND_ERR_HEADERS_TIMEOUT', 504, 'Upstream service reached hard timeout.', 'in time'],
  ['UND_ERR_BODY_TIMEOUT', 504, 'Upstream service reached hard timeout.', 'in time'],
  ['UND_ERR_CONNECT_TIMEOUT', 504, 'Upstream service reached hard timeout.', 'in time'],
  ['ETIMEDOUT', 504, 'Upstream service reached hard timeout.', 'in time'],
  ['ECONNREFUSED', 500, 'There was a problem proxying the request', 'nothing listens there'],
  ['ECONNRESET', 500, 'There was a problem proxying the request', 'without an answer'],
  ['UND_ERR_SOCKET', 500, 'There was a problem proxying the request', 'in the middle'],
  ['EHOSTUNREACH', 500, 'There was a problem proxying the request', 'no way to that host'],
  ['ENETUNREACH', 500, 'There was a problem proxying the request', 'no way to that network'],
  ['ADDRESS_REFUSED', 500, 'There was a problem proxying the request', 'never called'],
  ['OWN_LISTENER', 500, 'There was a problem proxying the request', 'this gateway itself'],
  ['UND_ERR_HEADERS_OVERFLOW', 500, 'There was a problem proxying the request', '16 KiB'],
  ['HPE_INVALID_CONSTANT', 500, 'There was a problem proxying the request', 'no valid HTTP'],
])('%s is answered with %i, the address stays in the verdict', (code, status, error, words) => {
  for (const suggestion of [undefined, 'http://127.0.0.1:8794'])
    expect(fail(code, suggestion)).toEqual({
      refused: true,
      check: 'upstream',
      status,
      error,
      reason: expect.stringContaining(words),
      evidence: [
        { label: 'Target', value: 'http://u.test:81' },
        { label: 'Failure', value: code },
      ],
      causes: causesWith(suggestion),
      retryAfterSeconds: undefined,
    })
})

test('what is thrown and is no error has no code', () => {
  expect(refuseUpstream(target, 'ENOTFOUND')).toMatchObject({
    error: 'There was a problem proxying the request',
    evidence: [{}, { value: '' }],
  })
})

test('a body that grows too large is the caller’s fault', () => {
  expect(refuseUpstream(target, createBodyLimitError(10))).toMatchObject({
    check: 'endpoint',
    status: 413,
    error: 'Request Entity Too Large',
    reason: expect.stringContaining('after 10 bytes'),
    evidence: [],
    causes: [],
  })
})

test('a caller that went away is told nothing that blames the upstream', () => {
  expect(refuseGoneCaller()).toMatchObject({
    check: 'upstream',
    status: 499,
    error: 'Client closed request',
    reason: expect.stringContaining('closed the connection'),
    causes: [{ text: expect.stringContaining('shorter timeout') }],
  })
})
