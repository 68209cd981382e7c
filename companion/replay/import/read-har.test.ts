import { describe, expect, test } from 'vitest'
import { read, readFixture } from './testing.ts'

/** A request as the network tab of Chromium exports it, with sensitive data. */
const chromiumEntry = (url: string, more: object = {}) => ({
  _initiator: { type: 'script', stack: { callFrames: [] } },
  _priority: 'High',
  _resourceType: 'fetch',
  cache: {},
  connection: '443',
  pageref: 'page_1',
  request: {
    method: 'POST',
    url,
    httpVersion: 'http/2.0',
    headers: [
      { name: ':authority', value: 'api.example.com' },
      { name: ':method', value: 'POST' },
      { name: 'authorization', value: 'Bearer opaque-token-123456' },
      { name: 'content-length', value: '13' },
      { name: 'content-type', value: 'application/json' },
      { name: 'cookie', value: 'session=abcdefgh' },
    ],
    queryString: [{ name: 'limit', value: '2' }],
    cookies: [{ name: 'session', value: 'abcdefgh', path: '/', httpOnly: true, secure: true }],
    headersSize: -1,
    bodySize: 13,
    postData: { mimeType: 'application/json', text: '{"name":"Ada"}' },
    ...more,
  },
  response: { status: 200, statusText: '', headers: [], cookies: [], content: { size: 0 } },
  startedDateTime: '2026-11-27T10:00:00.000Z',
  time: 12.5,
  timings: { send: 0.1, wait: 12, receive: 0.4, _blocked_queueing: 1 },
})

const har = (creator: string, entries: object[]): string =>
  JSON.stringify({
    log: { version: '1.2', creator: { name: creator, version: '537.36' }, pages: [], entries },
  })

describe('HAR', () => {
  test.each([
    ['chromium.har', 'HAR of WebInspector', ['/v1/orders', '/login', '/upload']],
    ['playwright.har', 'HAR of Playwright', ['/', '/v1/orders', '/login', '/upload']],
  ])('%s', async (file, name, paths) => {
    const imported = await read(await readFixture(file))
    expect(imported).toMatchObject({ format: 'har', name })
    expect(imported.requests.map(({ request: { url } }) => new URL(url).pathname)).toEqual(paths)
    const find = (path: string) =>
      imported.requests.find(({ request }) => new URL(request.url).pathname === path)?.request
    expect(find('/v1/orders')).toMatchObject({
      method: 'POST',
      url: 'http://api.example.com/v1/orders?limit=2&note=%20a',
      body: { kind: 'json' },
      token: { kind: 'secret', secret: 'header-authorization', scheme: 'Bearer' },
      route: 'direct',
    })
    const names = find('/v1/orders')?.headers.map((header) => header.name.toLowerCase())
    expect(names).not.toEqual(expect.arrayContaining(['host']))
    expect(names).not.toEqual(expect.arrayContaining(['accept-encoding']))
    expect(find('/login')?.body).toEqual({
      kind: 'form',
      fields: [
        { name: 'user', value: 'ada' },
        { name: 'password', value: '{{secret:form-password}}' },
      ],
    })
    expect(imported.kept).toMatchObject({
      'form-password': 'p@ss word',
      'body-client-secret': 'very-secret-1',
      'header-x-api-key': 'k-1234567890',
    })
    const shown = JSON.stringify([imported.requests, imported.warnings])
    for (const secret of Object.values(imported.kept)) expect(shown).not.toContain(secret)
  })

  test('a body that was not recorded is said, an upload of Chromium is sent as it was', async () => {
    const chromium = await read(await readFixture('chromium.har'))
    expect(chromium.warnings).toEqual([])
    expect(chromium.requests[2]?.request.body).toMatchObject({
      kind: 'text',
      media_type: expect.stringMatching(/^multipart\/form-data; boundary=/) as string,
      text: expect.stringContaining('filename="r.txt"\r\n') as string,
    })
    const { warnings } = await read(await readFixture('playwright.har'))
    expect(warnings).toEqual([
      'The body of POST /upload was not recorded; write it before you send.',
    ])
  })

  test('what is no call of a server is left out', async () => {
    const { requests, warnings } = await read(
      har('WebInspector', [chromiumEntry('data:text/plain,hello')]),
    )
    expect(requests).toEqual([])
    expect(warnings).toEqual(['Addresses other than http and https were left out, such as data:…'])
  })

  test('a form with a file is taken without the file', async () => {
    const postData = {
      mimeType: 'multipart/form-data; boundary=x',
      params: [
        { name: 'title', value: 'Report' },
        { name: 'upload', fileName: 'r.pdf', contentType: 'application/pdf' },
      ],
    }
    const { requests, warnings } = await read(
      har('Playwright', [chromiumEntry('https://x.example/', { postData })]),
    )
    expect(requests[0]?.request.body).toMatchObject({
      kind: 'multipart',
      parts: [{ kind: 'field' }, { kind: 'file', named: 'r.pdf', media_type: 'application/pdf' }],
    })
    expect(warnings).toEqual(['The file r.pdf is not part of a HAR; choose it before you send.'])
  })

  test('of thousands of requests the first 500 are taken', async () => {
    const entries = Array.from({ length: 2000 }, (_none, at) =>
      chromiumEntry(`https://x.example/${at}`),
    )
    const { requests, warnings } = await read(har('WebInspector', entries))
    expect(requests).toHaveLength(500)
    expect(warnings).toEqual(['There are 2000 requests; the first 500 were taken.'])
  })

  test('a request beyond the bounds is left out and named', async () => {
    const headers = Array.from({ length: 1000 }, (_none, at) => ({ name: `x-${at}`, value: '1' }))
    const { requests, warnings } = await read(
      har('X', [chromiumEntry('https://x.example/', { headers, cookies: [] })]),
    )
    expect(requests).toEqual([])
    expect(warnings).toEqual(['POST / was left out: headers: At most 200 entries.'])
  })
})

test('a body of millions of characters is left out before its secrets are looked for', async () => {
  const text = `{"client_secret":"${'x'.repeat(9_000_000)}"}`
  const request = {
    method: 'POST',
    url: 'https://x.example/',
    postData: { mimeType: 'application/json', text },
  }
  const { requests, warnings } = await read(JSON.stringify({ log: { entries: [{ request }] } }))
  expect(requests).toEqual([])
  expect(warnings).toEqual([expect.stringMatching(/^POST \/ was left out: body\.text: /)])
})
