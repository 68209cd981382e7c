import { expect, test } from 'vitest'
import { type ExampleSettings, chooseExample } from './oas-example.ts'

const text = (media: unknown) => ({ content: { text: media } })
const document = {
  components: {
    schemas: {
      Item: {
        type: 'object',
        properties: {
          size: { type: 'integer' },
          name: { type: 'string' },
          kind: { type: 'string', enum: ['small', 'large'] },
          isOpen: { type: 'boolean' },
          tags: { type: 'array', items: { example: 'new' } },
          other: {},
        },
      },
      Tree: {
        type: 'object',
        properties: Object.fromEntries(
          ['left', 'middle', 'right'].map((name) => [name, { $ref: '#/components/schemas/Tree' }]),
        ),
      },
      Loop: { type: 'array', items: { $ref: '#/components/schemas/Loop' } },
    },
    responses: { Gone: text({ example: 'gone' }) },
    examples: { Third: { value: 'third' } },
  },
}
const named = {
  second: { value: 'second' },
  first: { value: 'first' },
  third: { $ref: '#/components/examples/Third' },
}
const responses = {
  200: {
    headers: {
      'X-B': { schema: { example: 'b' } },
      'X-A': { schema: { type: 'integer' } },
      'X-C': { schema: { example: ['c'] } },
    },
    content: { 'application/json': { example: 'Furkan' } },
  },
  202: text({ example: 'direct', examples: named }),
  208: { content: { 'application/*': { example: 'any kind' }, '*/*': { example: 'any' } } },
  404: text({ examples: named }),
  405: text({ schema: { example: 5 } }),
  406: text({ schema: { $ref: '#/components/schemas/Item' } }),
  407: text({}),
  408: text({ schema: { $ref: '#/components/schemas/Loop' } }),
  409: text({ schema: { $ref: '#/toString' } }),
  410: { $ref: '#/components/responses/Gone' },
  411: text({ schema: { $ref: '#/components/schemas/Tree' } }),
  412: {
    headers: {
      'Content-Length': { schema: { example: '1' } },
      'content-type': { schema: { example: 'text/html' } },
      'X A': { schema: { example: 'a' } },
      'X-A': { schema: { example: 'a\r\nX-B: b' } },
      'X-C': { schema: { example: 'π' } },
      'X-D': { schema: { example: 'd' } },
      'transfer-encoding': { schema: { example: 'chunked' } },
    },
    content: { text: { example: 'x' } },
  },
  700: text({ example: 'no status' }),
}

const choose = (settings: ExampleSettings, headers: readonly string[] = []) =>
  chooseExample({ settings, responses, document }, headers)

test('the answer 200 in JSON is the example that is meant when nothing is said', () => {
  expect(choose({})).toEqual({
    replied: true,
    status: 200,
    headers: ['X-A', '0', 'X-B', 'b', 'X-C', '["c"]', 'Content-Type', 'application/json'],
    text: '"Furkan"',
  })
})

const item = '{"isOpen":true,"kind":"small","name":"string","other":null,"size":0,"tags":["new"]}'

test.each<[string, ExampleSettings, string]>([
  ['before the named ones', { code: 202, contentType: 'text' }, '"direct"'],
  ['by its name', { code: 404, contentType: 'text', exampleName: 'second' }, '"second"'],
  ['the first by name', { code: 404, contentType: 'text' }, '"first"'],
  ['by a reference', { code: 404, contentType: 'text', exampleName: 'third' }, '"third"'],
  ['of the schema', { code: 405, contentType: 'text' }, '5'],
  ['made of the schema', { code: 406, contentType: 'text' }, item],
  ['of nothing', { code: 407, contentType: 'text' }, 'null'],
  ['of a schema that is none', { code: 409, contentType: 'text' }, 'null'],
  ['of an answer that is a reference', { code: 410, contentType: 'text' }, '"gone"'],
  ['of any kind of a type', { code: 208, contentType: 'application/xml' }, '"any kind"'],
  ['of any type', { code: 208, contentType: 'image/png' }, '"any"'],
  ['whatever the parameters', { contentType: 'application/json; charset=utf-8' }, '"Furkan"'],
])('an example %s', (_how, settings, expected) => {
  expect(choose(settings)).toMatchObject({ status: settings.code ?? 200, text: expected })
})

test('a schema that holds itself comes to an end', () => {
  const { text: made } = choose({ code: 408, contentType: 'text' }) as { text: string }
  expect(made).toMatch(/^\[+null\]+$/)
})

test('a schema that holds itself several times does not hold the gateway up', () => {
  const { text: made } = choose({ code: 411, contentType: 'text' }) as { text: string }
  expect(JSON.parse(made)).toMatchObject({ left: { left: {} }, right: null })
  expect(made.length).toBeLessThan(500_000)
})

test('headers that no answer can have are left out', () => {
  const { headers } = choose({ code: 412, contentType: 'text' }) as { headers: string[] }
  expect(headers).toEqual(['X-D', 'd', 'Content-Type', 'text'])
})

test('the request asks for another one', () => {
  const headers = ['Accept', 'text', 'X-Tyk-Accept-Example-Code', '404']
  expect(choose({}, [...headers, 'X-Tyk-Accept-Example-Name', 'second'])).toMatchObject({
    status: 404,
    text: '"second"',
  })
  expect(choose({}, ['Accept', '*/*'])).toMatchObject({ text: '"Furkan"' })
})

test.each([
  [['Accept', 'undefined'], 'there is no example response for the content type: undefined'],
  [['X-Tyk-Accept-Example-Code', 'x'], 'given code x is not a valid integer value'],
  [['X-Tyk-Accept-Example-Code', '201'], 'there is no example response for the code: 201'],
  [['X-Tyk-Accept-Example-Code', '700'], 'there is no example response for the code: 700'],
  [
    ['X-Tyk-Accept-Example-Code', '404', 'Accept', 'text', 'X-Tyk-Accept-Example-Name', 'none'],
    'there is no example response for the example name: none',
  ],
])('%j is asked in vain', (headers, expected) => {
  expect(choose({}, headers)).toBe(expected)
})
