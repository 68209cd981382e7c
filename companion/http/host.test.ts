import { expect, test } from 'vitest'
import { isAllowedHost } from './host.ts'

test.each(['127.0.0.1:8790', '[::1]:8790', 'localhost:8790', 'LOCALHOST:8790'])(
  '%s is ours',
  (host) => {
    expect(isAllowedHost(['Accept', '*/*', 'Host', host], 8790)).toBe(true)
  },
)

test.each([
  ['a foreign name', ['Host', 'evil.test:8790']],
  ['a name that looks like ours', ['Host', '127.0.0.1.evil.test:8790']],
  ['every address', ['Host', '0.0.0.0:8790']],
  ['no port', ['Host', '127.0.0.1']],
  ['another port', ['Host', '127.0.0.1:80']],
  ['user info', ['Host', 'x@127.0.0.1:8790']],
  ['nothing', []],
  ['two of them', ['Host', '127.0.0.1:8790', 'host', 'evil.test']],
  ['two equal ones', ['Host', '127.0.0.1:8790', 'Host', '127.0.0.1:8790']],
  ['a value that reads like the name', ['Accept', 'host', '127.0.0.1:8790', 'x']],
])('%s is not', (_case, rawHeaders) => {
  expect(isAllowedHost(rawHeaders, 8790)).toBe(false)
})
