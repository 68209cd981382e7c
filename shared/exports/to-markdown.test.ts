import { expect, test } from 'vitest'
import type { Exchange } from '../contract/exchange.ts'
import type { Verdict } from '../contract/verdict.ts'
import { toMarkdown } from './to-markdown.ts'

const blank = { title: 'A test', version: '0.1.0', exchanges: [], runs: [], verdicts: [] }

const exchange: Exchange = {
  id: 'x1',
  at: '2026-11-27T18:00:00.000Z',
  from: 'app',
  to: 'gateway',
  label: 'Call API',
  request: { method: 'GET', url: 'http://127.0.0.1/a|b', headers: [['accept', '*/*']] },
  response: {
    status: 403,
    headers: [],
    body: { text: '```', media_type: 'text/plain', size_bytes: 3, is_truncated: false },
  },
  duration_ms: 3.4,
}

const verdict: Verdict = {
  id: 'v1',
  at: '2026-11-27T18:00:00.000Z',
  method: 'GET',
  path: '/a',
  status: 403,
  is_allowed: false,
  duration_ms: 1,
  checks: [
    {
      id: 'audience',
      title: 'The token is for this API',
      state: 'failed',
      reason: 'It names another API.',
      evidence: [],
      reference: { text: 'RFC 9068 §4', href: 'https://www.rfc-editor.org/rfc/rfc9068.html' },
      causes: [{ code: 'AUDIENCE', text: 'Ask for this audience.' }],
    },
  ],
}

test('what failed comes first, with the cause', () => {
  const page = toMarkdown({ ...blank, exchanges: [exchange], verdicts: [verdict] })
  const [failed, wire] = [page.indexOf('## What failed'), page.indexOf('## On the wire')]
  expect(failed).toBeGreaterThan(0)
  expect(wire).toBeGreaterThan(failed)
  expect(page).toContain(
    '- `GET /a` was answered 403: check `audience`: It names another API. Ask for this audience.',
  )
})

test('an address cannot break the table, and a body cannot break its fence', () => {
  const page = toMarkdown({ ...blank, exchanges: [exchange] })
  expect(page).toContain(
    '| 1 | Call API | app → gateway | `GET http://127.0.0.1/a%7Cb` | 403 | 3 |',
  )
  expect(page).toContain('````http\nHTTP/1.1 403\n\n```\n````')
})

test('a test without a call says so', () => {
  expect(toMarkdown(blank)).toContain('Nothing went over the wire.')
})
