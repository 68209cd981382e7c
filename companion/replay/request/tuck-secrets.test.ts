import { assert, asyncProperty, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReplayBody, ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import { createSecretRegistry } from '../../secrets/secret-registry.ts'
import { buildBody } from './build-body.ts'
import { buildUrl } from './build-url.ts'
import { openSecretUse } from './secret-use.ts'
import { tuckSecrets } from './tuck-secrets.ts'

const BLANK: ReplayRequest = {
  method: 'POST',
  url: 'http://127.0.0.1:1/',
  query: [],
  headers: [],
  body: { kind: 'none' },
  token: { kind: 'none' },
  route: 'direct',
}

/** A request as it is kept, and what puts its secrets back. */
async function tuck(changes: Partial<ReplayRequest>) {
  const secrets = new Map<string, string>()
  const registry = createSecretRegistry()
  const kept = await tuckSecrets(
    { ...BLANK, ...changes },
    {
      isSecretName: registry.isSecretName,
      async keep(_source, value) {
        const name = `s${secrets.size}`
        secrets.set(name, value)
        return name
      },
    },
  )
  const use = openSecretUse({
    openSecret: (name) => secrets.get(name) ?? '',
    registry,
  })
  return { kept, use, secrets: [...secrets.values()] }
}

async function sendBody(body: ReplayBody): Promise<string> {
  const { kept, use } = await tuck({ body })
  const { content } = await buildBody(kept.body, '/nowhere', use)
  return (content as Buffer).toString()
}

const Secret = string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter(
  (text) => text.trim() !== '' && !text.includes('••••') && Buffer.from(text).toString() === text,
)

describe('what is sent is what was typed, whatever the secret is', () => {
  test('in JSON', () =>
    assert(
      asyncProperty(Secret, async (client_secret) => {
        const value = { client_secret, name: 'Ada' }
        const sent = await sendBody({ kind: 'json', text: JSON.stringify(value) })
        expect(JSON.parse(sent)).toEqual(value)
      }),
    ))

  test('in a form', () =>
    assert(
      asyncProperty(Secret, async (value) => {
        const sent = await sendBody({ kind: 'form', fields: [{ name: 'password', value }] })
        expect(new URLSearchParams(sent).get('password')).toBe(value)
      }),
    ))

  test('in text that looks like JSON or a form', () =>
    assert(
      asyncProperty(Secret, async (secret) => {
        const json = JSON.stringify({ apiKey: secret })
        expect(await sendBody({ kind: 'text', text: json, media_type: 'text/plain' })).toBe(json)
        const form = new URLSearchParams({ token: secret, a: '1' }).toString()
        const media_type = 'application/x-www-form-urlencoded'
        expect(await sendBody({ kind: 'text', text: form, media_type })).toBe(form)
      }),
    ))

  test('in an address', () =>
    assert(
      asyncProperty(Secret, async (secret) => {
        const query = new URLSearchParams({ a: '1', access_token: secret }).toString()
        const { kept, use } = await tuck({ url: `http://127.0.0.1:1/p?${query}` })
        expect(kept.url).toBe('http://127.0.0.1:1/p?a=1&access_token={{secret:s0}}')
        const url = buildUrl(kept, 'http://127.0.0.1:2', use)
        expect(url.searchParams.get('access_token')).toBe(secret)
      }),
    ))
})

test.each([
  ['X-Api-Key', 'abc', '{{secret:s0}}'],
  ['Authorization', 'Bearer abc', 'Bearer {{secret:s0}}'],
  ['authorization', 'abc', '{{secret:s0}}'],
  ['Cookie', 'a=b; c=d', '{{secret:s0}}'],
  ['X-Note', 'see eyJhbGciOiJIUzI1NiJ9.e30.c2ln please', 'see {{secret:s0}} please'],
  ['X-Api-Key', '{{secret:known}}', '{{secret:known}}'],
  ['Authorization', 'Bearer {{secret:known}}', 'Bearer {{secret:known}}'],
  ['X-Api-Key', '', ''],
  ['Accept', 'application/json', 'application/json'],
  ['X-Token-Type', 'bearer', 'bearer'],
])('the header %s: %s is kept as %s', async (name, value, expected) => {
  const { kept } = await tuck({ headers: [{ name, value }] })
  expect(kept.headers).toEqual([{ name, value: expected }])
})

test('every secret member of nested JSON is kept, the text around them stays as it is', async () => {
  const text = '{ "a": {"clientSecret" : "x1"}, "list": [{"password":"x\\"2"}], "token_type":"b" }'
  const { kept, secrets } = await tuck({ body: { kind: 'json', text } })
  expect(kept.body).toEqual({
    kind: 'json',
    text: '{ "a": {"clientSecret" : "{{secret:s0}}"}, "list": [{"password":"{{secret:s1}}"}], "token_type":"b" }',
  })
  expect(secrets).toEqual(['x1', 'x"2'])
})
