import { expect, test } from 'vitest'
import { parseCompanionOrigin } from './companion-origin.ts'

test.each([
  'http://127.0.0.1:8790',
  '127.0.0.1:8790',
  ' http://127.0.0.1:8790/ ',
  'localhost:8790',
  'http://LOCALHOST:8790',
])('%s is a companion on this machine', (typed) =>
  expect(parseCompanionOrigin(typed)).toBe('http://127.0.0.1:8790'),
)

test.each([
  'http://127.0.0.1',
  'https://127.0.0.1:8790',
  'http://localhost.evil.example:8790',
  'http://evil.example:8790',
  'http://127.0.0.1.evil.example:8790',
  'http://127.0.0.1:8790@evil.example',
  'http://127.0.0.1:8790/path',
  'http://[::1]:8790',
  'words',
  '',
])('"%s" is none', (typed) => expect(parseCompanionOrigin(typed)).toBeUndefined())
