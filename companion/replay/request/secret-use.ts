import { maskSecret } from '#shared/secrets/mask.ts'
import { BY_NAME, type Redaction } from '../../recorder/redaction.ts'
import { listSpellings } from '../../secrets/list-spellings.ts'
import type { SecretRegistry } from '../../secrets/secret-registry.ts'
import { fillReferences } from '../secret-references.ts'

const SHORTEST = 4

/** The secrets of one request: put in the place of references, remembered, and masked in what is shown. */
export interface SecretUse {
  /**
   * @param encode - How a secret is written in this text: as it is unless given.
   * @throws AppError `INPUT_INVALID` for a secret that is not kept.
   */
  fill: (text: string, encode?: (secret: string) => string) => string
  /** A secret that did not come from a reference, such as a token that was just made. */
  add: (secret: string) => void
  /** Masks these secrets, also short ones, and all that the companion knows. */
  mask: (text: string) => string
  /** As `mask`, for a text that may repeat these secrets, too. */
  maskWith: (secrets: readonly string[]) => (text: string) => string
  redaction: Redaction
}

export interface SecretUseDeps {
  openSecret: (name: string) => string
  registry: Pick<SecretRegistry, 'add' | 'maskWith' | 'isSecretName'>
}

export function openSecretUse({ openSecret, registry }: SecretUseDeps): SecretUse {
  const used = new Map<string, string>()
  const add = (secret: string): void => {
    registry.add(secret)
    if (secret.length < SHORTEST) return
    for (const form of listSpellings(secret)) used.set(form, maskSecret(secret))
  }
  const maskWith = (secrets: readonly string[]): ((text: string) => string) => {
    const maskKnown = registry.maskWith(secrets)
    return (text) => {
      const longestFirst = [...used].sort(([left], [right]) => right.length - left.length)
      const masked = longestFirst.reduce(
        (part, [form, mask]) => part.replaceAll(form, () => mask),
        text,
      )
      return maskKnown(masked)
    }
  }
  return {
    add,
    fill: (text, encode = (secret) => secret) =>
      fillReferences(text, (name) => {
        const secret = openSecret(name)
        add(secret)
        return encode(secret)
      }),
    mask: (text) => maskWith([])(text),
    maskWith,
    redaction: { ...BY_NAME, isSecretName: registry.isSecretName },
  }
}
