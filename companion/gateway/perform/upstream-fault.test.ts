import { expect, test } from 'vitest'
import { compileTestApi } from '../test/compile-test-api.ts'
import { createBodyLimitError, refuseGoneCaller, refuseUpstream } from './upstream-fault.ts'

const { target } = compileTestApi({ proxy: { target_url: 'http://u.test:81/base' } })
const fail = (code: string) => refuseUpstream(target, Object.assign(new Error('x'), { code }))

const HOST_UNKNOWN = { code: 'UPSTREAM_HOST_UNKNOWN', facts: { host: 'u.test' } }
const TOO_SLOW = { code: 'UPSTREAM_TOO_SLOW', facts: { target: 'http://u.test:81' } }
const broken = (failure: string) => ({
  code: 'UPSTREAM_BROKEN',
  facts: { target: 'http://u.test:81', failure: { code: failure } },
})
const CAUSES: Record<string, string> = {
  UPSTREAM_HOST_UNKNOWN: 'HOST_NAME_WRONG',
  UPSTREAM_TOO_SLOW: 'UPSTREAM_SLOW',
  UPSTREAM_BROKEN: 'TARGET_NOT_RUNNING',
}

test.each([
  ['ENOTFOUND', 500, 'Upstream host lookup failed', HOST_UNKNOWN],
  ['EAI_AGAIN', 500, 'Upstream host lookup failed', HOST_UNKNOWN],
  ['EAI_NODATA', 500, 'Upstream host lookup failed', HOST_UNKNOWN],
  ['UND_ERR_HEADERS_TIMEOUT', 504, 'Upstream service reached hard timeout.', TOO_SLOW],
  ['UND_ERR_BODY_TIMEOUT', 504, 'Upstream service reached hard timeout.', TOO_SLOW],
  ['UND_ERR_CONNECT_TIMEOUT', 504, 'Upstream service reached hard timeout.', TOO_SLOW],
  ['ETIMEDOUT', 504, 'Upstream service reached hard timeout.', TOO_SLOW],
  ['ECONNREFUSED', 500, 'There was a problem proxying the request', broken('UPSTREAM_REFUSED')],
  ['ECONNRESET', 500, 'There was a problem proxying the request', broken('UPSTREAM_CLOSED')],
  ['UND_ERR_SOCKET', 500, 'There was a problem proxying the request', broken('UPSTREAM_CUT')],
  ['EHOSTUNREACH', 500, 'There was a problem proxying the request', broken('UPSTREAM_NO_HOST')],
  ['ENETUNREACH', 500, 'There was a problem proxying the request', broken('UPSTREAM_NO_NETWORK')],
  [
    'ADDRESS_REFUSED',
    500,
    'There was a problem proxying the request',
    broken('UPSTREAM_ADDRESS_GUARDED'),
  ],
  ['OWN_LISTENER', 500, 'There was a problem proxying the request', broken('UPSTREAM_IS_GATEWAY')],
  [
    'UND_ERR_HEADERS_OVERFLOW',
    500,
    'There was a problem proxying the request',
    broken('UPSTREAM_HEADERS'),
  ],
  [
    'HPE_INVALID_CONSTANT',
    500,
    'There was a problem proxying the request',
    broken('UPSTREAM_INVALID'),
  ],
])('%s is answered with %i, the address stays in the verdict', (errno, status, error, why) => {
  expect(fail(errno)).toEqual({
    refused: true,
    check: 'upstream',
    status,
    error,
    ...why,
    evidence: [
      { label: 'target', value: 'http://u.test:81' },
      { label: 'failure', value: errno },
    ],
    causes: [{ code: CAUSES[why.code] }],
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
    code: 'BODY_WENT_ON',
    facts: { limit: 10 },
    evidence: [],
    causes: [],
  })
})

test('a caller that went away is told nothing that blames the upstream', () => {
  expect(refuseGoneCaller()).toMatchObject({
    check: 'upstream',
    status: 499,
    error: 'Client closed request',
    code: 'CALLER_GONE',
    causes: [{ code: 'CALLER_IMPATIENT' }],
  })
})
