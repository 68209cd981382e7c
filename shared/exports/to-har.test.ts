import { expect, test } from 'vitest'
import type { Exchange } from '../contract/exchange.ts'
import { findHarProblems } from './testing/find-har-problems.ts'
import { toHar } from './to-har.ts'

const answered: Exchange = {
  id: 'x1',
  at: '2026-11-27T18:00:00.000Z',
  from: 'registrar',
  to: 'idp',
  label: 'Register client',
  request: {
    method: 'POST',
    url: 'https://sso.example/register?a=1&a=2',
    headers: [['Content-Type', 'application/json']],
    body: { text: '{}', media_type: 'application/json', size_bytes: 2, is_truncated: false },
  },
  response: {
    status: 302,
    headers: [['Location', '/elsewhere']],
    body: { text: 'x', media_type: 'text/plain', size_bytes: 70_000, is_truncated: true },
  },
  duration_ms: 12.5,
}

const unanswered: Exchange = {
  ...answered,
  request: { method: 'GET', url: '/no-origin', headers: [] },
  response: undefined,
  failure: 'The name does not resolve.',
}

test('the archive fits the schema of HAR 1.2, answered or not', () => {
  const har = toHar({ version: '0.1.0', exchanges: [answered, unanswered] })
  expect(findHarProblems(har)).toEqual([])
})

test('it keeps repeated parameters, the redirect, and what was cut off', () => {
  const [entry] = toHar({ version: '0.1.0', exchanges: [answered] }).log.entries
  expect(entry?.request.queryString).toEqual([
    { name: 'a', value: '1' },
    { name: 'a', value: '2' },
  ])
  expect(entry?.request.postData).toEqual({ mimeType: 'application/json', text: '{}' })
  expect(entry?.response).toMatchObject({
    redirectURL: '/elsewhere',
    content: { size: 70_000, text: 'x', comment: 'Only the beginning was kept.' },
  })
})

test('a call without an answer has status 0 and its reason', () => {
  const [entry] = toHar({ version: '0.1.0', exchanges: [unanswered] }).log.entries
  expect(entry?.response).toMatchObject({ status: 0, _error: 'The name does not resolve.' })
})
