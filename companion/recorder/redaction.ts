import { isSecretName, type IsSecretName } from '#shared/secrets/secret-names.ts'
import { maskToken } from '../secrets/mask-token.ts'

/** Which values are secrets by their names, and how one is written instead. */
export interface Redaction {
  isSecretName: IsSecretName
  mask: (secret: string) => string
}

export const BY_NAME: Redaction = { isSecretName, mask: maskToken }
