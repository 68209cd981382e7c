import { describe, expect, test } from 'vitest'
import { GATEWAY, only, read, readFixture } from './testing.ts'

/** The body that Chromium sent when the fixtures were made. */
const BODY = String.raw`{"name":"O'Brien!","note":"two\nlines é 5%","path":"C:\\x","client_secret":"very-secret-1"}`

describe('curl', () => {
  test('"Copy as cURL (bash)" of Chromium', async () => {
    const text = await readFixture('chromium-bash.txt')
    expect(text.length).toBeGreaterThan(400)
    const imported = await read(text)
    expect(imported).toMatchObject({ format: 'curl', warnings: [] })
    const request = only(imported)
    expect(request).toMatchObject({
      method: 'POST',
      url: 'http://api.example.com/v1/orders?limit=2&note=%20a',
      route: 'direct',
      token: { kind: 'secret', secret: 'header-authorization', scheme: 'Bearer' },
      body: {
        kind: 'json',
        text: BODY.replace('very-secret-1', '{{secret:body-client-secret}}'),
      },
    })
    expect(request?.headers).toEqual(
      expect.arrayContaining([
        { name: 'Cookie', value: '{{secret:header-cookie}}' },
        { name: 'x-api-key', value: '{{secret:header-x-api-key}}' },
        { name: 'sec-ch-ua', value: '"Not:A-Brand";v="8", "Chromium";v="156"' },
      ]),
    )
    expect(imported.kept).toEqual({
      'header-authorization': 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIwb2EifQ.c2lnbmF0dXJl',
      'header-cookie': 'session=abcdefgh-session',
      'header-x-api-key': 'k-1234567890',
      'body-client-secret': 'very-secret-1',
    })
    expect(imported.secrets).toEqual(Object.keys(imported.kept).sort())
    const shown = JSON.stringify([imported.requests, imported.warnings])
    for (const secret of Object.values(imported.kept)) expect(shown).not.toContain(secret)
  })

  test('"Copy as cURL (cmd)" of Chromium', async () => {
    const imported = await read(await readFixture('chromium-cmd.txt'))
    const request = only(imported)
    expect(request).toMatchObject({
      method: 'POST',
      url: 'http://api.example.com/v1/orders?limit=2&note=%20a',
      // Chromium itself writes spaces in the place of what is not ASCII.
      body: {
        kind: 'json',
        text: BODY.replace('é', ' ').replace('very-secret-1', '{{secret:body-client-secret}}'),
      },
    })
    expect(request?.headers).toContainEqual({
      name: 'sec-ch-ua',
      value: '"Not:A-Brand";v="8", "Chromium";v="156"',
    })
    expect(imported.kept).toMatchObject({ 'header-x-api-key': 'k-1234567890' })
  })

  test('"Copy as cURL (cmd)" of an upload keeps its line ends', async () => {
    const body = only(await read(await readFixture('chromium-upload-cmd.txt')))?.body
    expect(body).toMatchObject({
      kind: 'text',
      media_type: expect.stringMatching(/^multipart\/form-data; boundary=/) as string,
      text: expect.stringMatching(
        /^------\S+\nContent-Disposition: form-data; name="title"\n\nReport\n/,
      ) as string,
    })
  })

  test.each([
    [
      `curl -u ada:s3cret -G -d a=1 --data-urlencode "q=two words" ${GATEWAY}/orders/`,
      {
        method: 'GET',
        url: '/orders/?a=1&q=two+words',
        route: 'gateway',
        token: { kind: 'basic', username: 'ada', password: '{{secret:password-of-ada}}' },
      },
    ],
    [
      'curl --json \'{"a":1}\' --url https://x.example/',
      {
        method: 'POST',
        body: { kind: 'json', text: '{"a":1}' },
        headers: [{ name: 'Accept', value: 'application/json' }],
      },
    ],
    [
      'curl -XPUT -dx=1 -Hx-a:b x.example/',
      {
        method: 'PUT',
        url: 'http://x.example/',
        body: { kind: 'form', fields: [{ name: 'x', value: '1' }] },
        headers: [{ name: 'x-a', value: 'b' }],
      },
    ],
    [
      "curl -d 'grant_type=client_credentials&client_id=0oa&client_secret=hush-hush' https://x.example/token",
      {
        body: {
          kind: 'form',
          fields: [
            { name: 'grant_type', value: 'client_credentials' },
            { name: 'client_id', value: '0oa' },
            { name: 'client_secret', value: '{{secret:form-client-secret}}' },
          ],
        },
      },
    ],
    [
      'curl -F title=Report -F "file=@/etc/passwd;type=text/plain" https://x.example/up',
      {
        body: {
          kind: 'multipart',
          parts: [
            { kind: 'field', name: 'title', value: 'Report' },
            { kind: 'file', name: 'file', named: '/etc/passwd', media_type: 'text/plain' },
          ],
        },
      },
    ],
    [
      'curl -d @data.json -H "content-type: application/json" https://x.example/',
      { body: { kind: 'file', named: 'data.json', media_type: 'application/json' } },
    ],
    [
      'curl -I --oauth2-bearer tok-12345678 https://x.example',
      { method: 'HEAD', token: { kind: 'secret', scheme: 'Bearer' } },
    ],
    [
      'curl https://ada:pass-word@x.example/a@b',
      { url: 'https://x.example/a@b', token: { kind: 'basic', username: 'ada' } },
    ],
    [
      'curl -H "Authorization: Basic YWRhOnMzY3JldA==" https://x.example',
      {
        headers: [],
        token: { kind: 'basic', username: 'ada', password: '{{secret:password-of-ada}}' },
      },
    ],
  ])('%s', async (command, expected) => {
    expect(only(await read(command))).toMatchObject(expected)
  })

  test('a key that is the user, and values before the command, are in no request and no warning', async () => {
    const { kept, ...shown } = await read(
      'curl -u sk_live_abcdefgh: https://x.example/ ; API_KEY=hush-hush-1 TOKEN=hush-hush-2',
    )
    expect(only(shown)?.token).toEqual({
      kind: 'basic',
      username: '{{secret:user-of-basic}}',
      password: '',
    })
    expect(JSON.stringify(shown)).not.toMatch(/sk_live|hush/)
    expect(Object.values(kept)).toEqual(['sk_live_abcdefgh'])
  })

  test('what names secrets of records is left out, and what names kept ones is said', async () => {
    const { requests, warnings } = await read(
      'curl https://x.example/ -H "x: {{secret:registration/1/client_secret}}" --next https://x.example/2 -H "x: {{secret:mine}}"',
    )
    expect(requests.map(({ name }) => name)).toEqual(['GET /2'])
    expect(warnings).toEqual([
      'GET / was left out: it refers to registration/1/client_secret, a secret of this machine’s records, which nothing from elsewhere can name.',
      'The text itself names secrets that may be kept here: mine. Look where each request goes before you send it.',
    ])
  })

  test('several commands, and what is left out is said', async () => {
    const { requests, warnings } = await read(
      'curl https://a.example/ -k -L --proxy http://p:1 ;\ncurl -X DELETE https://b.example/ --next -I https://c.example/ && rm -rf /tmp/x',
    )
    expect(requests.map(({ request: { method, url } }) => `${method} ${url}`)).toEqual([
      'GET https://a.example/',
      'DELETE https://b.example/',
      'HEAD https://c.example/',
    ])
    expect(warnings).toEqual([
      '“rm -rf /tmp/x” is no curl command and was left out.',
      '-k was left out: certificates are always checked.',
      '-L was left out: redirects are not followed, so that each answer can be looked at.',
      '--proxy was left out: proxies are not used.',
    ])
  })

  test('nothing is run and no file is read', async () => {
    const { requests, warnings } = await read(
      'curl "https://x.example/$(touch /tmp/pwned)" -H "x: `id`" -H "y: $HOME" -d @/etc/passwd -K /etc/hosts',
    )
    const [first] = requests
    expect(first?.request.headers).toEqual(
      expect.arrayContaining([
        { name: 'x', value: '`id`' },
        { name: 'y', value: '$HOME' },
      ]),
    )
    expect(JSON.stringify(requests)).not.toContain('root:')
    expect(warnings).toEqual(
      expect.arrayContaining([
        'What a shell would have replaced, such as $(…), `…` or $NAME, is taken as plain text.',
        '-K was left out: no file is read.',
        'The file /etc/passwd was not read; choose it before you send.',
      ]),
    )
  })

  test.each([
    [
      'curl "https://x.example',
      'A quote in the command is not closed, so it is not clear where a value ends.',
    ],
    [
      'curl --bogus 1 https://x.example',
      'curl would not take this command: option --bogus: is unknown.',
    ],
    ['wget https://x.example', 'The text is no curl command, and it is no JSON, either.'],
    [
      '{"some": "json"}',
      'The text is neither a curl command nor a HAR file nor a Postman collection.',
    ],
    ['{"log": {"entries": 3}}', 'This is no HAR file: log.entries is not as HAR 1.2 has it.'],
  ])('%s is refused in a sentence', async (text, message) => {
    const reading = read(text)
    await expect(reading).rejects.toMatchObject({
      code: 'IMPORT_UNREADABLE',
      message,
      options: { hint: expect.any(String) as string },
    })
  })
})

test.each([
  ['characters', `curl https://x.example/ -d "${'a'.repeat(1_000_001)}"`],
  ['words', `curl https://x.example/ ${'x '.repeat(30_000)}`],
])('too many %s are refused before they are read', async (_what, text) => {
  await expect(read(text)).rejects.toMatchObject({
    code: 'IMPORT_UNREADABLE',
    message: 'The text is longer than 1000000 characters or 20000 words.',
  })
})
