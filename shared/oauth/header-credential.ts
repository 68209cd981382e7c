import * as z from '../zod.ts'

const SENDABLE = /^(?:[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?)?$/

/**
 * Whether a header can carry this credential: printable ASCII, no line break, no blank at either end.
 *
 * @see [RFC 9110 §5.5](https://www.rfc-editor.org/rfc/rfc9110.html#section-5.5) field values
 */
export function isSendable(credential: string): boolean {
  return SENDABLE.test(credential)
}

/** A credential that is sent in a header. @param longest - In characters. */
export function HeaderCredential(longest: number) {
  return z
    .string()
    .max(longest)
    .regex(
      SENDABLE,
      'A header cannot carry this: only printable ASCII, no line break, no blank at the ends. Copy it again.',
    )
}
