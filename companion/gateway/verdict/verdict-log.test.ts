import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { openCall } from '../call/call.ts'
import { createVerdictLog } from './verdict-log.ts'

const request = (url: string) =>
  ({
    method: 'GET',
    url,
    socket: {},
    rawHeaders: [],
    httpVersion: '1.1',
  }) as unknown as IncomingMessage

function decide(log: ReturnType<typeof createVerdictLog>, tokenBytes: number, path = '/a'): string {
  const call = openCall(request(path), {} as ServerResponse, {
    isHostAllowed: true,
    isRecorded: true,
  })
  if (tokenBytes > 0)
    call.facts.token = { algorithm: 'RS256', kid: 'k', claims: {}, sizeBytes: tokenBytes }
  log.add(call)
  return call.verdict
}

test('of verdicts about large tokens that were of no use fewer are kept, the newest', () => {
  const log = createVerdictLog()
  const ids = Array.from({ length: 2500 }, () => decide(log, 8192))
  const kept = log.list(5000).map(({ id }) => id)
  expect(kept).toEqual(ids.slice(-1024).toReversed())
  expect(log.get(ids[0] ?? '')).toBeUndefined()
  const later = Array.from({ length: 2000 }, () => decide(log, 0))
  expect(log.list(5000).map(({ id }) => id)).toEqual(later.toReversed())
})

test('of a long target the beginning is kept, and is shown as it was', () => {
  const log = createVerdictLog()
  const id = decide(log, 0, `/${'é'.repeat(300)}?${'x'.repeat(14_000)}`)
  expect(log.get(id)?.path).toBe(`/${'é'.repeat(199)}…`)
})
