import { expect, test } from 'vitest'
import { renderErrorBody } from './error-body.ts'
import { TYK } from './tyk-answers.ts'

const ERROR = { status: 403, error: 'Key not "authorized" <&>' }
const JSON_BODY = {
  mediaType: 'application/json',
  text: '{\n    "error": "Key not \\"authorized\\" \\u003C\\u0026\\u003E"\n}',
}

test.each([undefined, '', 'text/html', 'application/json', 'text/xmlx', 'a; text/xml'])(
  'a request of type %j is answered in Tyk’s JSON, byte for byte',
  (requestType) => {
    expect(renderErrorBody(ERROR, requestType)).toEqual(JSON_BODY)
  },
)

test('marks are escaped as by Go, which says the same', () => {
  const { text } = renderErrorBody({ status: 401, error: 'a=b <c> & d' }, undefined)
  expect(text).toBe('{\n    "error": "a\\u003Db \\u003Cc\\u003E \\u0026 d"\n}')
  expect(JSON.parse(text)).toEqual({ error: 'a=b <c> & d' })
})

test.each([
  ['text/xml', 'text/xml'],
  ['application/xml', 'application/xml'],
  ['application/soap+xml', 'application/soap+xml'],
  ['Text/XML ; charset=utf-8', 'text/xml'],
])('a request of type %s is answered in XML of type %s', (requestType, mediaType) => {
  expect(renderErrorBody(ERROR, requestType)).toEqual({
    mediaType,
    text: '<?xml version = "1.0" encoding = "UTF-8"?>\n<error>Key not "authorized" &lt;&amp;&gt;</error>\n',
  })
})

test('Not Found is plain text, whatever the request', () => {
  expect(renderErrorBody({ status: 404, error: 'Not Found' }, 'text/xml')).toEqual({
    mediaType: 'text/plain; charset=utf-8',
    text: 'Not Found',
  })
})

test('another 404 is an error as all others', () => {
  const { mediaType } = renderErrorBody({ status: 404, error: 'No such version' }, undefined)
  expect(mediaType).toBe('application/json')
})

test('a body that is too large is refused by the server itself, in the words of Go', () => {
  const [status, error] = TYK.bodyTooLarge
  expect(renderErrorBody({ status, error }, 'text/xml')).toEqual({
    mediaType: 'text/plain; charset=utf-8',
    text: 'Request Entity Too Large\n',
  })
})
