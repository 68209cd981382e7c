import { maskSecret } from '#shared/secrets/mask.ts'
import { listSpellings } from '../../secrets/list-spellings.ts'
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
  mask: (text: string) => string
}

export interface SecretUseDeps {
  openSecret: (name: string) => string
  /** Masks it in every later log and recorded exchange. */
  remember: (secret: string) => void
}

export function openSecretUse({ openSecret, remember }: SecretUseDeps): SecretUse {
  const used = new Map<string, string>()
  const add = (secret: string): void => {
    remember(secret)
    if (secret.length < SHORTEST) return
    for (const form of listSpellings(secret)) used.set(form, maskSecret(secret))
  }
  return {
    add,
    fill: (text, encode = (secret) => secret) =>
      fillReferences(text, (name) => {
        const secret = openSecret(name)
        add(secret)
        return encode(secret)
      }),
    mask(text) {
      const longestFirst = [...used].sort(([left], [right]) => right.length - left.length)
      return longestFirst.reduce(
        (masked, [form, mask]) => masked.replaceAll(form, () => mask),
        text,
      )
    },
  }
}
