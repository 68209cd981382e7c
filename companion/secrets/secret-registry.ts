import { maskSecret } from '#shared/secrets/mask.ts'
import { listSpellings } from './list-spellings.ts'

const CAPACITY = 200
const SHORTEST = 8

/**
 * Remembers the secrets that this process has handled lately, so that they are masked wherever they appear:
 * an IdP may echo a token in an error page, an API may echo a header.
 */
export interface SecretRegistry {
  add(secret: string): void
  mask(text: string): string
}

export function createSecretRegistry(): SecretRegistry {
  const forms = new Map<string, string>()
  return {
    add(secret) {
      if (secret.length < SHORTEST) return
      for (const form of listSpellings(secret)) {
        forms.delete(form)
        forms.set(form, maskSecret(secret))
      }
      for (const oldest of forms.keys()) {
        if (forms.size <= CAPACITY) break
        forms.delete(oldest)
      }
    },
    mask(text) {
      let masked = text
      for (const [form, mask] of forms)
        if (masked.includes(form)) masked = masked.replaceAll(form, () => mask)
      return masked
    },
  }
}
