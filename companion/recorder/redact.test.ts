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
    ['Cookie', 'session=••••ijkl'],
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

test.each([
  ['X-Auth-Token', 'abcdefghijklmnop', '••••mnop'],
  ['X-Amz-Security-Token', 'abcdefghijklmnop', '••••mnop'],
  ['Proxy-Authorization', 'Basic YWJjZGVmZ2hpamts', 'Basic ••••amts'],
  ['Set-Cookie', 'sid=abcdefghijklmnop; Path=/; HttpOnly', 'sid=••••mnop; Path=/; HttpOnly'],
  ['Cookie', 'a=abcdefghijklmnop; b=qrstuvwxyzabcdef', 'a=••••mnop; b=••••cdef'],
  [
    'Location',
    'https://a.example/cb?code=abcdefghijklmnop&s=1',
    'https://a.example/cb?code=••••mnop&s=1',
  ],
  ['Referer', 'https://me:abcdefghijklmnop@a.example/', 'https://me:••••mnop@a.example/'],
  ['Token-Type', 'Bearer', 'Bearer'],
])('header %s: %s', (name, value, expected) => {
  expect(redactHeaders([[name, value]])).toEqual([[name, expected]])
})

const SECRET = 'abcdefghijklmnop'

test.each([
  ['application/json', `{"a":{"b":[{"apiKey":"${SECRET}"}]}}`],
  ['application/json', `{"private_key":"${SECRET}\\n"}`],
  ['application/json', `{"client\\u005fsecret":"${SECRET}"}`],
  ['application/json', `{"passwords":1,"secret":["x","${SECRET}"]}`],
  ['application/json', `{"password":1234567890123456}`],
  ['application/json', JSON.stringify({ body: JSON.stringify({ refreshToken: SECRET }) })],
  ['application/json', `{"kty":"EC","d":"${SECRET}"}`],
  ['application/x-www-form-urlencoded', `a=1&client%5Fsecret=${SECRET}`],
  [
    'multipart/form-data; boundary=x',
    `--x\r\nContent-Disposition: form-data; name="passwd"\r\n\r\n${SECRET}\r\n--x--`,
  ],
  ['application/xml', `<a><ns:Password x="1">${SECRET}</ns:Password></a>`],
  ['application/xml', `<a api-key="${SECRET}"/>`],
  ['text/html', `<a href="/next?access_token=${SECRET}">`],
  ['', `see https://a.example/#id_token=${SECRET}`],
])('%s: %s', (mediaType, body) => {
  const redacted = redactBody(body, mediaType)
  expect(redacted).toContain('••••')
  expect(redacted).not.toMatch(/abcdefgh|12345678/)
})

test('the page of an error keeps the code of the error, and no other code', () => {
  expect(redactBody('<p><code>invalid_client</code></p>', 'text/html')).toContain('invalid_client')
  expect(redactBody(`<p><code>${SECRET}</code></p>`, 'text/html')).not.toContain('abcdefgh')
})

test('names that only begin like a secret stay readable', () => {
  const body =
    '{"token_type":"Bearer","token_endpoint":"https://a.example/t","client_secret_expires_at":1790000000,"code":4040}'
  expect(redactBody(body, 'application/json')).toBe(body)
})

test.each([
  ['text/html', '<p class="lead"><code>invalid_client</code> client is invalid</p>'],
  ['application/json', '{"code":"REQUEST_INVALID","title":"x"}'],
  ['application/xml', '<error><code>access_denied</code></error>'],
  ['application/x-www-form-urlencoded', 'code=invalid_grant&state=1'],
])('the code of an error is no secret in %s', (mediaType, body) => {
  expect(redactBody(body, mediaType)).toBe(body)
})

test('an authorization code stays masked in a page that shows it', () => {
  const code = 'SplxlOBeZQQYbYS6WxSbIA'
  expect(redactBody(`<code>${code}</code>`, 'text/html')).not.toContain('SplxlOBe')
})

test('an end with a quotation mark does not break the JSON around it', () => {
  const body = JSON.stringify({ password: 'abcdefghijkl"xyz', other: 1 })
  expect(JSON.parse(redactBody(body, 'application/json'))).toEqual({ password: '••••', other: 1 })
})
