import { SECRET_REFERENCE } from '#shared/contract/replay/replay-request.ts'

/** What stands for the secret of this name in a text. */
export function referTo(name: string): string {
  return `{{secret:${name}}}`
}

/** The names of the secrets that a text refers to. */
export function listReferences(text: string): string[] {
  return [...text.matchAll(SECRET_REFERENCE)].map(([, name = '']) => name)
}

/** Puts `read(name)` in the place of each reference. */
export function fillReferences(text: string, read: (name: string) => string): string {
  return text.replace(SECRET_REFERENCE, (_match, name: string) => read(name))
}
