import { expect, test } from 'vitest'
import { EmailAddress } from './email-address.ts'

test.each(['dev@example.com', `${'a'.repeat(64)}@mail.example.com`, 'a@x-1.example', "o'b+c@e.io"])(
  '%s is taken',
  (address) => {
    expect(EmailAddress.parse(address)).toBe(address)
  },
)

test.each([
  'dev',
  'dev@example',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b'.repeat(64)}.com`,
  'a@b-.com',
  'a@-b.com',
  `a@${'b.'.repeat(126)}com`,
  'a@b@c.com',
])('%s is refused', (address) => {
  expect(EmailAddress.safeParse(address).success).toBe(false)
})
