/** One value of a form or query; a field that is missing or was sent twice counts as empty. */
export function readField(form: unknown, name: string): string {
  const value = (form as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}
