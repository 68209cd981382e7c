/** One value of a form or query; a field that is missing or was sent twice counts as empty. */
export function readField(form: unknown, name: string): string {
  const value = (form as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}

/** One more than an e-mail address can have, so that a longer one is still seen to be too long. */
const LONGEST_ADDRESS = 255

/** The field `email`, cut: it is kept when a form is refused, and stands in addresses of pages. */
export function readAddress(form: unknown): string {
  return readField(form, 'email').trim().slice(0, LONGEST_ADDRESS)
}
