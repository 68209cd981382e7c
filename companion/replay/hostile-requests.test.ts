import { afterAll, beforeAll, expect, test } from 'vitest'
import { ReplayLab, serve, type TestServer } from './testing.ts'

let replay: ReplayLab
let server: TestServer
let seen: string[] = []

beforeAll(async () => {
  replay = await ReplayLab.start()
  server = await serve((request, response) => {
    seen = request.rawHeaders
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.setHeader('content-type', 'text/plain')
      const { authorization = '', 'x-api-key': key = '' } = request.headers
      response.end(
        `${request.url} ${authorization} ${String(key)} ${Buffer.concat(chunks).toString()}`,
      )
    })
  })
})

afterAll(async () => {
  await server.close()
  await replay.lab.stop()
})

test.each([
  'http://169.254.169.254/latest/meta-data',
  'http://169.254.169.254./',
  'http://2852039166/',
  'http://0xa9.0xfe.0xa9.0xfe/',
  'http://0251.0376.0251.0376/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://[::169.254.169.254]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[fe80::1]/',
  'http://１６９.254.169.254/',
  'file:///etc/passwd',
  'data:text/plain,hello',
  'ftp://example.com/',
])('%s is not called', async (url) => {
  await expect(replay.send({ route: 'direct', url })).rejects.toMatchObject({
    code: 'ADDRESS_REFUSED',
  })
})

test('a line break in a header is refused, and nothing is sent', async () => {
  seen = []
  const headers = [{ name: 'x-a', value: 'b\r\nx-evil: 1' }]
  await expect(replay.send({ route: 'direct', url: server.origin, headers })).rejects.toMatchObject(
    {
      code: 'INPUT_INVALID',
      message: 'The header "x-a" holds a line break, which would begin another header.',
      options: { issues: [expect.objectContaining({ field: 'headers.0.value' })] },
    },
  )
  expect(seen).toEqual([])
})

test.each([
  [{ name: 'a b', value: '1' }, '"a b" is no header name.'],
  [{ name: 'x-a', value: '日本' }, 'The header x-a holds a character that HTTP/1.1 cannot carry.'],
  [{ name: '', value: '1' }, 'A header has a value and no name.'],
])('the header %j is refused', async (header, message) => {
  const sending = replay.send({ route: 'direct', url: server.origin, headers: [header] })
  await expect(sending).rejects.toMatchObject({ code: 'INPUT_INVALID', message })
})

test('thousands of headers are refused', async () => {
  const headers = Array.from({ length: 5000 }, (_none, at) => ({ name: `x-${at}`, value: '1' }))
  await expect(replay.send({ headers })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
})

test('what belongs to the connection is left out and said', async () => {
  const { sent } = await replay.send({
    route: 'direct',
    url: server.origin,
    method: 'POST',
    headers: [
      { name: 'Host', value: 'evil.example' },
      { name: 'Content-Length', value: '3' },
      { name: 'Transfer-Encoding', value: 'chunked' },
      { name: 'X-Kept', value: 'yes' },
      { name: 'X-Off', value: 'no', is_off: true },
    ],
    body: { kind: 'json', text: '{"a": 1}' },
  })
  expect(sent.left_out).toEqual([
    'Host was not sent: it is taken from the address.',
    'Content-Length was not sent: it is counted anew.',
    'Transfer-Encoding was not sent: it belongs to one connection.',
  ])
  expect(seen).toEqual(expect.arrayContaining(['X-Kept', 'yes', 'content-length', '8']))
  expect(seen).not.toContain('X-Off')
})

test('__proto__ and constructor are names like any other', async () => {
  const attempt = await replay.send({
    route: 'direct',
    url: server.origin,
    query: [{ name: '__proto__', value: 'x' }],
    headers: [{ name: '__proto__', value: 'y' }],
    method: 'POST',
    body: { kind: 'form', fields: [{ name: 'constructor', value: 'z' }] },
  })
  expect(attempt.answer?.body?.text).toContain('__proto__=x')
  expect(attempt.answer?.body?.text).toContain('constructor=z')
  expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  const { thread, id } = await replay.send({ url: '/okta-api/get' }, attempt.thread)
  const comparison = await replay.client.compareAttempts({
    query: { before: attempt.id, after: id },
  })
  expect(comparison.request).toContain('The header __proto__ is gone.')
  expect(thread).toBe(attempt.thread)
})

test('half a surrogate pair becomes U+FFFD', async () => {
  const { answer } = await replay.send({
    route: 'direct',
    url: server.origin,
    method: 'POST',
    query: [{ name: 'q', value: '\ud800' }],
    body: { kind: 'text', text: 'a\ud800b' },
  })
  expect(answer?.body?.text).toContain('q=%EF%BF%BD')
  expect(answer?.body?.text).toContain('a\ufffdb')
})

test('an Authorization header that was typed is a secret: kept by name, masked everywhere', async () => {
  const typed = 'sup3r-secret'
  const attempt = await replay.send({
    route: 'direct',
    url: server.origin,
    headers: [
      { name: 'Authorization', value: `Bearer ${typed}` },
      { name: 'X-Api-Key', value: 'short1' },
    ],
    token: { kind: 'kept', token: await replay.token() },
  })
  expect(seen).toContain(`Bearer ${typed}`)
  expect(seen).toContain('short1')
  expect(attempt.request.headers).toEqual([
    { name: 'Authorization', value: 'Bearer {{secret:header-authorization}}' },
    { name: 'X-Api-Key', value: '{{secret:header-x-api-key}}' },
  ])
  expect(attempt.sent.token).toContain('that was typed, and not the token')
  const shown = [
    await replay.client.listAttempts(),
    await replay.client.listExchanges(),
    await replay.client.listReplaySecrets(),
  ]
  expect(JSON.stringify(shown)).not.toContain(typed)
  expect(JSON.stringify(shown)).not.toContain('short1')
  const again = await replay.send({ ...attempt.request })
  expect(again.sent.headers).toContainEqual(['Authorization', 'Bearer ••••cret'])
})

test('secrets in the body and the address are kept by name, too', async () => {
  const { request, answer } = await replay.send({
    route: 'direct',
    url: `${server.origin}/?access_token=tok-in-address-1`,
    method: 'POST',
    body: { kind: 'json', text: '{"client_secret": "a\\"quoted-one", "name": "Ada"}' },
  })
  expect(request.url).toContain('access_token={{secret:address-access-token}}')
  expect(request.body).toEqual({
    kind: 'json',
    text: '{"client_secret": "{{secret:body-client-secret}}", "name": "Ada"}',
  })
  expect(answer?.body?.text).toContain('Ada')
  expect(answer?.body?.text).not.toContain('tok-in-address-1')
  expect(answer?.body?.text).not.toContain('quoted-one')
})

test.each([
  [
    'https://api.example.com/',
    'gateway',
    'api.example.com is not the gateway, through which this request was to go.',
  ],
  ['/orders/', 'direct', 'This is no complete address.'],
  ['http://user:pass@127.0.0.1:1/', 'direct', 'The address holds a user name or a password.'],
] as const)('%s %s is refused with what to do', async (url, route, message) => {
  await expect(replay.send({ url, route })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message,
    options: { hint: expect.stringMatching(/\.$/) as string },
  })
})

test('a secret that is not kept and a file that is not there are named', async () => {
  await expect(
    replay.send({ headers: [{ name: 'x-a', value: '{{secret:nowhere}}' }] }),
  ).rejects.toMatchObject({ message: 'No secret is kept under the name nowhere.' })
  await expect(
    replay.send({ method: 'POST', body: { kind: 'file', path: '/nowhere/at/all' } }),
  ).rejects.toMatchObject({ message: '/nowhere/at/all is not there, or cannot be read.' })
  await expect(
    replay.send({ method: 'POST', body: { kind: 'file', named: 'data.json' } }),
  ).rejects.toMatchObject({ message: 'The file data.json is not chosen yet.' })
})

test('through the gateway, a path that begins with // stays at the gateway', async () => {
  seen = []
  const { port } = new URL(replay.lab.companion.addresses.gateway)
  const { host } = new URL(server.origin)
  const { sent } = await replay.send({
    url: `http://localhost:${port}//${host}/orders`,
    token: { kind: 'kept', token: await replay.token() },
  })
  expect(new URL(sent.url).origin).toBe(replay.lab.companion.addresses.gateway)
  expect(seen).toEqual([])
})

test('a secret in a form is masked under any name of the field, and where the body is cut', async () => {
  const secret = 'my secret!~x12345'
  await replay.client.keepReplaySecret({ params: { secret: 'odd' }, body: { value: secret } })
  const fields = [
    { name: 'note', value: '{{secret:odd}}' },
    ...Array.from({ length: 8 }, () => ({ name: 'x', value: 'x'.repeat(8188) })),
    { name: 'note', value: '{{secret:odd}}' },
  ]
  const url = '/okta-api/headers'
  const body = { kind: 'form', fields } as const
  const { sent } = await replay.send({
    route: 'direct',
    url: server.origin + url,
    body,
    method: 'POST',
  })
  expect(sent.body?.text).not.toContain('my+sec')
  expect(sent.body?.text).toContain('note=••••2345')
})

test.each(['__proto__', 'constructor', 'hasOwnProperty'])(
  'a coding called %s is one that is not known',
  async (coding) => {
    const odd = await serve((_request, response) => {
      response.setHeader('content-encoding', coding)
      response.end('plain')
    })
    const { answer } = await replay.send({ route: 'direct', url: odd.origin })
    await odd.close()
    expect(answer?.status).toBe(200)
  },
)

test('a secret of several words is masked as a whole', async () => {
  const value = 'several-words of-one secret'
  await replay.client.keepReplaySecret({ params: { secret: 'words' }, body: { value } })
  const token = { kind: 'secret', secret: 'words' } as const
  const { answer } = await replay.send({ route: 'direct', url: server.origin, token })
  expect(answer?.body?.text).toContain('Bearer ••••cret')
  expect(answer?.body?.text).not.toContain('several-words')
})

test.each([
  ['token', { token: { kind: 'secret', secret: 'broken' } }],
  [
    'body.media_type',
    { method: 'POST', body: { kind: 'text', text: 'a', media_type: 'text/plain\r\nx-evil: 1' } },
  ],
] as const)('a line break in %s is refused, and nothing is sent', async (field, request) => {
  const params = { secret: 'broken' }
  await replay.client.keepReplaySecret({ params, body: { value: 'a-secret\r\nx-evil: 1' } })
  seen = []
  const sending = replay.send({ route: 'direct', url: server.origin, ...request })
  await expect(sending).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    options: { issues: [expect.objectContaining({ field })] },
  })
  expect(seen).toEqual([])
})
