import * as z from '../zod.ts'

/** Labels of a host name begin and end with a letter or digit. */
const HOST = /@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

/**
 * An address that mail servers take: 64 characters before the @, 254 in all.
 *
 * @see [RFC 5321 §4.5.3.1](https://www.rfc-editor.org/rfc/rfc5321.html#section-4.5.3.1)
 * @see [RFC 1123 §2.1](https://www.rfc-editor.org/rfc/rfc1123.html#section-2.1)
 */
export const EmailAddress = z
  .email('Write an e-mail address, such as dev@example.com.')
  .max(254, 'An e-mail address has at most 254 characters.')
  .regex(/^[^@]{1,64}@/, 'Write at most 64 characters before the @.')
  .regex(HOST, 'Write the name of a host behind the @.')
