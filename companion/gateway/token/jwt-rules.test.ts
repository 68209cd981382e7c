import { expect, test } from 'vitest'
import { compileTestApi } from '../test/compile-test-api.ts'

const compileOas = (customClaimValidation: Record<string, unknown>) =>
  compileTestApi({
    oas: {
      openapi: '3.0.3',
      info: { title: 'OKTA API', version: '1.0.0' },
      components: {
        securitySchemes: { jwtAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      'x-tyk-api-gateway': {
        info: { name: 'OKTA API', state: { active: true } },
        upstream: { url: 'http://127.0.0.1:1' },
        server: {
          listenPath: { value: '/api/' },
          authentication: { securitySchemes: { jwtAuth: { customClaimValidation } } },
        },
      },
    },
  })

const rule = { type: 'required' }

test.each([
  'role',
  'user.role',
  'user..role',
  '.role',
  'user.*',
  '*',
  'roles[0]',
  "user['a b'].c",
  'a..[0]',
  'https:',
  'größe',
  'a_b#1',
])('the path %s of a custom claim can be read', (path) => {
  const { jwt } = compileOas({ [path]: rule })
  expect(jwt.customClaims.map(([name]) => name)).toEqual([path])
  expect(jwt.wrongClaimPath).toBeUndefined()
})

test.each([
  '',
  'user.',
  'user...role',
  'a-b',
  'a b',
  'https://idp.test/roles',
  String.raw`user\.role`,
  'a[',
  'a[]',
  '$.a',
])('the path %j of a custom claim cannot be read', (path) => {
  expect(compileOas({ role: rule, [path]: { ...rule, nonBlocking: true } }).jwt).toMatchObject({
    wrongClaimPath: path,
  })
})
