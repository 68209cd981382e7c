import { expect, test } from 'vitest'
import { isErrorCode } from './error-code.ts'

test.each(['invalid_client', 'REQUEST_INVALID', 'invalid_client_metadata', ' access_denied '])(
  '%s is the code of an error',
  (value) => expect(isErrorCode('code', value)).toBe(true),
)

test.each([
  ['code', 'SplxlOBeZQQYbYS6WxSbIA'],
  ['code', 'gk_xNvs2o_QqPz'],
  ['code', 'abcdefghijklmnop'],
  ['code', 'a'.repeat(40) + '_' + 'b'.repeat(40)],
  ['client_secret', 'invalid_client'],
  ['auth_code', 'invalid_client'],
])('%s: %s may be a secret', (name, value) => expect(isErrorCode(name, value)).toBe(false))
