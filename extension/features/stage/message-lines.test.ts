import { expect, test } from 'vitest'
import type { Exchange } from '#shared/contract/exchange.ts'
import {
  cutText,
  loseMiddle,
  readAnswerLines,
  readRefusal,
  readRequestLines,
} from './message-lines.ts'

function json(value: unknown) {
  const text = JSON.stringify(value)
  return { text, media_type: 'application/json', size_bytes: text.length, is_truncated: false }
}

function exchange(asked: unknown, answered: unknown, status = 201): Exchange {
  return {
    id: 'x',
    at: '2026-11-27T12:00:00.000Z',
    from: 'registrar',
    to: 'idp',
    label: 'Register client',
    duration_ms: 3,
    request: {
      method: 'POST',
      url: 'http://127.0.0.1/clients?limit=1',
      headers: [
        ['Authorization', 'SSWS ••••k2Qx'],
        ['content-type', 'application/json'],
      ],
      body: json(asked),
    },
    response: { status, headers: [], body: json(answered) },
  }
}

test('a request shows its credentials masked, its query, and a line for each value of a list', () => {
  const { lines, more } = readRequestLines(exchange({ grant_types: ['a', 'b'], scope: 'tyk' }, {}))
  expect(more).toBe(0)
  expect(lines.map(({ name, value }) => `${name} ${value}`)).toEqual([
    'authorization SSWS ••••k2Qx',
    'limit 1',
    'grant_types a',
    ' b',
    'scope tyk',
  ])
})

test('granted metadata says what came back as asked, and marks what no one asked for', () => {
  const asked = { client_name: 'App', grant_types: ['a'], response_types: ['token'] }
  const answered = {
    client_id: '0oa1',
    client_secret: '••••MpTm',
    client_name: 'App',
    grant_types: ['b'],
    response_types: ['token'],
    application_type: 'web',
    logo_uri: null,
  }
  const { lines, more } = readAnswerLines(exchange(asked, answered))
  expect(lines.map(({ name, value, mark }) => [name, value, mark])).toEqual([
    ['client_id', '0oa1', undefined],
    ['client_secret', '••••MpTm', undefined],
    ['grant_types', 'b', 'changed'],
    ['applica…on_type', 'web', 'not asked for'],
    ['client_name', 'as asked', undefined],
  ])
  expect(more).toBe(2)
})

test('a refusal shows its error and its whole description', () => {
  const refused = exchange({}, { error: 'invalid_token', error_description: 'Used up.' }, 401)
  expect(readAnswerLines(refused).lines).toEqual([{ name: 'error', value: 'invalid_token' }])
  expect(readRefusal(refused)).toBe('Used up.')
  expect(readRefusal(exchange({}, {}))).toBeUndefined()
})

test('six lines are shown; of more there are five and a number', () => {
  const eight = Object.fromEntries('abcdefgh'.split('').map((name) => [name, '1']))
  const { lines, more } = readAnswerLines(exchange({}, eight))
  expect([lines.length, more]).toEqual([5, 3])
})

test('long values lose their middle, never their ends', () => {
  expect(loseMiddle('https://billing.dcr-lab.test', 11)).toBe('https….test')
  expect(loseMiddle('short', 11)).toBe('short')
  expect(cutText('key 0123456789abcdefghijklmnopqrstuv here', 60)).toBe(
    'key 0123456789ab…lmnopqrstuv here',
  )
  expect(cutText('one two three', 9)).toBe('one two…')
})
