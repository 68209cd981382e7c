import { describe, expect, test } from 'vitest'
import { only, read } from './testing.ts'

const collection = (version: '2.1.0' | '2.0.0', more: object) =>
  JSON.stringify({
    info: {
      name: 'Orders',
      schema: `https://schema.getpostman.com/json/collection/v${version}/collection.json`,
    },
    ...more,
  })

describe('Postman', () => {
  test('2.1: folders, variables, authorization handed down, and no script', async () => {
    const script = { listen: 'test', script: { exec: ['globalThis.pwned = true'] } }
    const imported = await read(
      collection('2.1.0', {
        variable: [
          { key: 'base', value: 'https://{{host}}' },
          { key: 'host', value: 'api.example.com' },
          { key: 'api_key', value: 'key-in-clear-1' },
        ],
        auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{access_token}}' }] },
        event: [script],
        item: [
          {
            name: 'Orders',
            item: [
              {
                name: 'Create',
                event: [script],
                request: {
                  method: 'POST',
                  header: [
                    { key: 'X-Trace', value: '{{trace}}' },
                    { key: 'X-Old', value: '1', disabled: true },
                  ],
                  url: {
                    raw: '{{base}}/orders/:id?x=1',
                    host: ['{{base}}'],
                    path: ['orders', ':id'],
                    query: [{ key: 'x', value: '1' }],
                    variable: [{ key: 'id', value: '7' }],
                  },
                  body: {
                    mode: 'raw',
                    raw: '{"a": 1}',
                    options: { raw: { language: 'json' } },
                  },
                },
              },
            ],
          },
          {
            name: 'Key',
            request: {
              url: '{{base}}/k',
              auth: {
                type: 'apikey',
                apikey: [
                  { key: 'key', value: 'x-k' },
                  { key: 'value', value: '{{api_key}}' },
                  { key: 'in', value: 'query' },
                ],
              },
            },
          },
          { name: 'Open', request: { url: 'https://plain.example/', auth: { type: 'noauth' } } },
          {
            name: 'OAuth',
            request: {
              url: 'https://plain.example/',
              auth: { type: 'oauth2', oauth2: [{ key: 'accessToken', value: 'tok-oauth2-1' }] },
            },
          },
        ],
      }),
    )
    expect(imported).toMatchObject({ format: 'postman', name: 'Orders' })
    const [create, key, open, oauth] = imported.requests
    expect(create).toMatchObject({
      name: 'Orders / Create',
      request: {
        method: 'POST',
        url: 'https://api.example.com/orders/7?x=1',
        headers: [
          { name: 'X-Trace', value: '{{trace}}' },
          { name: 'X-Old', value: '1', is_off: true },
        ],
        body: { kind: 'json', text: '{"a": 1}' },
        token: { kind: 'secret', secret: 'access_token', scheme: 'Bearer' },
      },
    })
    expect(key?.request.query).toEqual([{ name: 'x-k', value: '{{secret:variable-api-key}}' }])
    expect(open?.request.token).toEqual({ kind: 'none' })
    expect(oauth?.request.token).toMatchObject({ kind: 'secret', scheme: 'Bearer' })
    expect(imported.warnings).toEqual([
      'Scripts do not run here: 2 were left out. Add assertions instead.',
      'The collection does not define {{access_token}}, {{trace}}: write the values, or keep them as secrets.',
    ])
    expect(JSON.stringify(imported.requests)).not.toContain('key-in-clear-1')
    expect('pwned' in globalThis).toBe(false)
  })

  test.each([
    [
      'urlencoded',
      { urlencoded: [{ key: 'k', value: 'v' }] },
      { kind: 'form', fields: [{ name: 'k', value: 'v' }] },
    ],
    [
      'formdata',
      {
        formdata: [
          { key: 'k', value: 'v', type: 'text' },
          { key: 'f', type: 'file', src: '/etc/passwd' },
        ],
      },
      {
        kind: 'multipart',
        parts: [
          { kind: 'field', name: 'k', value: 'v' },
          { kind: 'file', name: 'f', named: '/etc/passwd' },
        ],
      },
    ],
    ['file', { file: { src: '/etc/passwd' } }, { kind: 'file', named: '/etc/passwd' }],
    [
      'graphql',
      { graphql: { query: '{ me }', variables: '{"a":1}' } },
      { kind: 'json', text: '{"query":"{ me }","variables":{"a":1}}' },
    ],
    [
      'raw',
      { raw: '<a/>', options: { raw: { language: 'xml' } } },
      { kind: 'text', text: '<a/>', media_type: 'application/xml' },
    ],
  ])('2.1: a body of the mode %s', async (mode, body, expected) => {
    const item = {
      name: 'A',
      request: { method: 'POST', url: 'https://x.example', body: { mode, ...body } },
    }
    expect(only(await read(collection('2.1.0', { item: [item] })))?.body).toMatchObject(expected)
  })

  test('2.0: addresses and headers as text, authorization as an object', async () => {
    const request = only(
      await read(
        collection('2.0.0', {
          auth: { type: 'basic', basic: { username: 'ada', password: 'p4ss-word' } },
          item: [
            {
              name: 'A',
              request: { method: 'GET', url: 'https://x.example/a?b=1', header: 'x-a: 1\nx-b: 2' },
            },
          ],
        }),
      ),
    )
    expect(request).toMatchObject({
      url: 'https://x.example/a?b=1',
      headers: [
        { name: 'x-a', value: '1' },
        { name: 'x-b', value: '2' },
      ],
      token: { kind: 'basic', username: 'ada', password: '{{secret:password-of-ada}}' },
    })
  })

  test('__proto__ as a name changes nothing', async () => {
    const text = collection('2.1.0', {
      variable: [{ key: '__proto__', value: 'evil' }],
      item: [
        {
          name: '__proto__',
          request: { method: 'GET', url: 'https://x.example/{{__proto__}}/{{constructor}}' },
        },
      ],
    }).replace('"info"', '"__proto__": {"polluted": true}, "info"')
    const { requests } = await read(text)
    expect(requests[0]?.request.url).toBe('https://x.example/evil/{{constructor}}')
    expect('polluted' in {}).toBe(false)
  })
})

test('a language called constructor is one that is not known', async () => {
  const body = { mode: 'raw', raw: '{}', options: { raw: { language: 'constructor' } } }
  const url = 'https://x.example/'
  const imported = await read(
    collection('2.1.0', { item: [{ request: { method: 'POST', url, body } }] }),
  )
  expect(only(imported)?.body).toMatchObject({ kind: 'text', text: '{}' })
})

test('an API key is kept under any name of its header, and out of a name made from the address', async () => {
  const key = 'key-in-clear-98765'
  const apikey = [
    { key: 'key', value: 'X-Custom' },
    { key: 'value', value: key },
  ]
  const url = `{{base}}/orders?api_key=${key}-2`
  const request = { method: 'GET', url, auth: { type: 'apikey', apikey } }
  const { kept, ...shown } = await read(collection('2.1.0', { item: [{ request }] }))
  expect(JSON.stringify(shown)).not.toContain(key)
  expect(only(shown)?.headers).toEqual([{ name: 'X-Custom', value: '{{secret:key-x-custom}}' }])
  expect(Object.values(kept)).toContain(key)
})

test('variables that multiply do not fill the memory', async () => {
  const variable = Array.from({ length: 8 }, (_none, at) => ({
    key: `v${at}`,
    value: `{{v${at + 1}}}`.repeat(60),
  }))
  const { requests, warnings } = await read(
    collection('2.1.0', { variable, item: [{ name: 'A', request: 'https://x.example/{{v0}}' }] }),
  )
  expect(requests).toEqual([])
  expect(warnings).toContain(
    'The variables refer to each other so often that some were not filled in.',
  )
})

test('folders inside of folders without end are refused in a sentence', async () => {
  const deep = `${'{"name":"f","item":['.repeat(20_000)}${']}'.repeat(20_000)}`
  const reading = read(`{"info":{"name":"x"},"item":[${deep}]}`)
  await expect(reading).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' })
})
