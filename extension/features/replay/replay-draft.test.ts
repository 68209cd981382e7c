import { expect, test } from 'vitest'
import { BLANK, withholdSecrets } from './replay-draft.ts'

test('a typed secret is not stored, a reference to one is', () => {
  const stored = withholdSecrets({
    ...BLANK,
    request: {
      ...BLANK.request,
      headers: [
        { name: 'x-api-key', value: 'canary' },
        { name: 'authorization', value: 'Bearer {{secret:mine}}' },
        { name: 'accept', value: 'application/json' },
      ],
      query: [{ name: 'access_token', value: 'canary' }],
      body: { kind: 'form', fields: [{ name: 'client_secret', value: 'canary' }] },
      token: { kind: 'basic', username: 'me', password: 'canary' },
    },
  })
  expect(JSON.stringify(stored)).not.toContain('canary')
  expect(stored.request.headers).toEqual([
    { name: 'x-api-key', value: '' },
    { name: 'authorization', value: 'Bearer {{secret:mine}}' },
    { name: 'accept', value: 'application/json' },
  ])
})
