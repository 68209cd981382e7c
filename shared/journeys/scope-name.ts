import * as z from '../zod.ts'

const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+$/

export const Scope = z
  .string()
  .trim()
  .min(1, 'Name the scope.')
  .max(200)
  .regex(SCOPE, 'A scope name has no spaces, quotes or backslashes (RFC 6749 §3.3).')
  .refine((name) => !/^okta[.:]/.test(name), {
    message: 'Names that start with okta. or okta: belong to Okta.',
  })
