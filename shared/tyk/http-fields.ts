import * as z from '../zod.ts'

/**
 * Names of fields about the connection or the length of a body, which only the HTTP implementation may set.
 */
const RESERVED = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding'])

/** @see [RFC 9110 §5.6.2](https://www.rfc-editor.org/rfc/rfc9110.html#section-5.6.2) tokens */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

export const FieldName = z
  .string()
  .regex(TOKEN, 'The name of a header has letters, digits and hyphens.')
  .refine((name) => !RESERVED.has(name.toLowerCase()), {
    message: 'The gateway sets this header itself.',
  })

/** @see [RFC 9110 §5.5](https://www.rfc-editor.org/rfc/rfc9110.html#section-5.5) field values */
export const FieldValue = z
  .string()
  .regex(
    /^[\t\u0020-\u007e\u0080-\u00ff]*$/,
    'A header has no line breaks and no letters beyond Latin-1.',
  )

/** A status that may end a request; 0 is what Go has where nothing is said. */
export const AnswerStatus = z
  .number()
  .int()
  .min(0)
  .max(599, 'Write a status from 200 to 599.')
  .refine((status) => status === 0 || (status >= 200 && status <= 599), {
    message: 'Write a status from 200 to 599.',
  })
