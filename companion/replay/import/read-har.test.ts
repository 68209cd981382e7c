import { describe, expect, test } from 'vitest'
import { read } from './testing.ts'

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
  test('from the network tab of Chromium', async () => {
    const imported = await read(
      har('WebInspector', [
        chromiumEntry('https://api.example.com/v1/orders?limit=2'),
        chromiumEntry('data:text/plain,hello'),
        chromiumEntry('https://api.example.com/login', {
          method: 'POST',
          headers: [{ name: 'content-type', value: 'application/x-www-form-urlencoded' }],
          cookies: [],
          postData: {
            mimeType: 'application/x-www-form-urlencoded',
            text: 'user=ada&password=p%40ss',
            params: [
              { name: 'user', value: 'ada' },
              { name: 'password', value: 'p%40ss' },
            ],
          },
        }),
      ]),
    )
    expect(imported).toMatchObject({ format: 'har', name: 'HAR of WebInspector' })
    expect(imported.requests.map(({ name }) => name)).toEqual(['POST /v1/orders', 'POST /login'])
    expect(imported.requests[0]?.request).toEqual({
      method: 'POST',
      url: 'https://api.example.com/v1/orders?limit=2',
      query: [],
      headers: [{ name: 'cookie', value: '{{secret:header-cookie}}' }],
      body: { kind: 'json', text: '{"name":"Ada"}' },
      token: { kind: 'secret', secret: 'header-authorization', scheme: 'Bearer' },
      route: 'direct',
    })
    expect(imported.requests[1]?.request.body).toEqual({
      kind: 'form',
      fields: [
        { name: 'user', value: 'ada' },
        { name: 'password', value: '{{secret:form-password}}' },
      ],
    })
    expect(imported.kept).toMatchObject({ 'form-password': 'p@ss' })
    expect(imported.warnings).toEqual([
      'Addresses other than http and https were left out, such as data:text/plain,hello.',
    ])
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
