/** An end that would break the text around it: a quotation mark, an escape, half a character. */
const UNSAFE = /["\\<\p{Cc}\p{Cs}]/u

/**
 * A secret as it may be shown: dots and the last four characters; short ones show nothing, and neither do
 * those whose end would break JSON or a page.
 */
export function maskSecret(secret: string): string {
  const end = secret.length >= 12 ? secret.slice(-4) : ''
  return UNSAFE.test(end) ? '••••' : `••••${end}`
}
