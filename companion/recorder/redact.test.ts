import { expect, test } from 'vitest'
import { redactBody, redactHeaders, redactUrl } from './redact.ts'

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIwb2EifQ.c2lnbmF0dXJlLXRoYXQtaXMtc2VjcmV0'

test.each([
  ['an Okta token keeps its scheme', 'SSWS 00abcdefghijklmnop', 'SSWS ••••mnop'],
  ['a JWT keeps header and claims', `Bearer ${JWT}`, `Bearer ${JWT.slice(0, 39)}.••••cmV0`],
  ['credentials without a scheme', '0123456789abcdef', '••••cdef'],
  ['Basic', 'Basic dXNlcjpwYXNzd29yZA==', 'Basic ••••ZA=='],
])('Authorization: %s', (_case, value, expected) => {
  expect(redactHeaders([['Authorization', value]])).toEqual([['Authorization', expected]])
})

test('cookies are masked, other headers are not', () => {
  expect(
    redactHeaders([
      ['Cookie', 'session=abcdefghijkl'],
      ['Accept', 'application/json'],
    ]),
  ).toEqual([
    ['Cookie', '••••ijkl'],
    ['Accept', 'application/json'],
  ])
})

test('secret members of JSON are masked where they stand, the spelling is kept', () => {
  const body =
    '{\n  "client_id": "0oa1",\n  "client_secret" : "abcdefghijklmnop",\n  "nested": {"access_token":"qrstuvwxyz012345"}\n}'
  expect(redactBody(body, 'application/json')).toBe(
    '{\n  "client_id": "0oa1",\n  "client_secret" : "••••mnop",\n  "nested": {"access_token":"••••2345"}\n}',
  )
})

test('a secret that was cut off in the middle is masked too', () => {
  expect(redactBody('{"client_secret":"abcdefghijklmnopqr', 'application/json')).not.toContain(
    'abcdefgh',
  )
})

test('secret members of a form are masked', () => {
  expect(
    redactBody(
      'grant_type=client_credentials&client_secret=abcdefghijklmnop&scope=tyk',
      'application/x-www-form-urlencoded',
    ),
  ).toBe('grant_type=client_credentials&client_secret=••••mnop&scope=tyk')
})

test('a token in a URL is masked', () => {
  expect(redactUrl('http://x/cb?code=abcdefghijklmnop&state=1')).toBe(
    'http://x/cb?code=••••mnop&state=1',
  )
})

test('a JWT loses its signature wherever it stands', () => {
  expect(redactBody(`<p>${JWT}</p>`, 'text/html')).not.toContain('c2lnbmF0dXJl')
})

test('short secrets show nothing', () => {
  expect(redactBody('{"password":"hunter2"}', 'application/json')).toBe('{"password":"••••"}')
})
