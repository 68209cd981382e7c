import { isErrorCode } from '#shared/secrets/error-code.ts'
import { type IsSecretName, PRIVATE_KEY_MEMBERS } from '#shared/secrets/secret-names.ts'
import { maskToken } from './mask-token.ts'

/** A value of JSON with the texts masked whose names say that they are secrets. */
export function maskNamed<T>(value: T, isSecretName: IsSecretName): T {
  return maskAny(value, isSecretName) as T
}

function maskAny(value: unknown, isSecretName: IsSecretName): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => maskAny(part, isSecretName))
  if (typeof value !== 'object' || value === null) return value
  const isKey = 'kty' in value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      isSecretName(name, 'member') || (isKey && PRIVATE_KEY_MEMBERS.has(name))
        ? maskTexts(member, name)
        : maskAny(member, isSecretName),
    ]),
  )
}

/** @param name - Of the member that holds the value. */
function maskTexts(value: unknown, name: string): unknown {
  if (typeof value === 'string') return isErrorCode(name, value) ? value : maskToken(value)
  if (Array.isArray(value)) return value.map((part: unknown) => maskTexts(part, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([inner, member]: [string, unknown]) => [
      inner,
      maskTexts(member, inner),
    ]),
  )
}
