import { expect, test } from 'vitest'
import { HttpUrl } from '../tyk/dcr-options.ts'
import { completeUrl } from './complete-url.ts'

test.each([
  ['dev-1.okta.com', 'https://dev-1.okta.com'],
  [' dev-1.okta.com/oauth2 ', 'https://dev-1.okta.com/oauth2'],
  ['localhost:8080', 'http://localhost:8080'],
  ['127.0.0.1:8792', 'http://127.0.0.1:8792'],
  ['localhost.example.com', 'https://localhost.example.com'],
  ['192.168.1.5:8443', 'https://192.168.1.5:8443'],
  ['http://idp.test', 'http://idp.test'],
  ['', ''],
  ['words', 'words'],
  ['two words.com', 'two words.com'],
  ['ftp://idp.test', 'ftp://idp.test'],
  ['javascript:alert(1)', 'javascript:alert(1)'],
  ['user@idp.test', 'user@idp.test'],
])('"%s" becomes "%s"', (typed, completed) => {
  expect(completeUrl(typed)).toBe(completed)
})

test.each([
  ['localhost:8080', undefined],
  ['https://idp.test:65536', 'A port is at most 65535.'],
  ['idp.test:99999/x', 'A port is at most 65535.'],
  ['ftp://idp.test', 'Write a whole address with http:// or https://.'],
  ['', 'Write a whole address with http:// or https://.'],
])('the address "%s" is met with %s', (typed, sentence) => {
  expect(HttpUrl.safeParse(typed).error?.issues[0]?.message).toBe(sentence)
})
