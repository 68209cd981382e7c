import { maskSecret } from '#shared/secrets/mask.ts'
import { isSecretName, type IsSecretName, type NamePlace } from '#shared/secrets/secret-names.ts'
import { createPolynomials, FEW, Fingerprints, MANY } from './masking/fingerprints.ts'
import { type FoundSecret, findSecrets } from './masking/find-secrets.ts'

/** In UTF-16 code units: shorter secrets would be found in innocent texts. */
const SHORTEST = 8

/**
 * Remembers every secret that this process has handled, so that each is masked wherever it appears: an IdP
 * may echo a token in an error page, an API may echo a header. Kept are fingerprints, about 100 bytes for a
 * secret, and the cost of masking does not grow with their number (`npm run bench:masking`).
 */
export interface SecretRegistry {
  add: (secret: string) => void
  /** The text with its secrets masked, in whatever encoding they stand there. */
  mask: (text: string) => string
  /** As `mask`, for texts in which these secrets may stand, too; they are not remembered. */
  maskWith: (secrets: readonly string[]) => (text: string) => string
  /** From now on values of this name are secrets. */
  declareName: (name: string, place: NamePlace) => void
  isSecretName: IsSecretName
  /** Begins work that adds the secrets of earlier processes. What it will add is not masked before. */
  addAll: (work: () => Promise<void>) => void
  /** Whether all secrets of earlier processes are known. */
  isComplete: () => boolean
  readonly completed: Promise<void>
}

export function createSecretRegistry(): SecretRegistry {
  const polynomials = createPolynomials()
  const known = new Fingerprints(polynomials, MANY)
  const names = new Set<string>()
  let completed: Promise<void> | undefined
  let isComplete = true
  const toKey = (name: string, place: NamePlace): string => `${place} ${name.toLowerCase()}`
  return {
    add: (secret) => remember(known, secret),
    mask: (text) => maskAll(text, [known]),
    maskWith(secrets) {
      const more = new Fingerprints(polynomials, FEW)
      for (const secret of secrets) remember(more, secret)
      return more.size === 0
        ? (text) => maskAll(text, [known])
        : (text) => maskAll(text, [known, more])
    },
    declareName: (name, place) => void names.add(toKey(name, place)),
    isSecretName: (name, place) => isSecretName(name) || names.has(toKey(name, place)),
    addAll(work) {
      isComplete = false
      completed = work().finally(() => (isComplete = true))
    },
    isComplete: () => isComplete,
    get completed() {
      return completed ?? Promise.resolve()
    },
  }
}

function remember(fingerprints: Fingerprints, secret: string): void {
  if (secret.length < SHORTEST) return
  const bytes = Buffer.from(secret, 'utf8')
  fingerprints.add(bytes)
  // Headers are read as Latin-1, byte by byte.
  if (bytes.length > secret.length) fingerprints.add(Buffer.from(bytes.toString('latin1')))
}

function maskAll(text: string, all: readonly Fingerprints[]): string {
  const filled = all.filter(({ size }) => size > 0)
  if (filled.length === 0 || text.length < SHORTEST) return text
  const found = findSecrets(filled, text)
  return found.length === 0 ? text : maskFound(text, found)
}

function maskFound(text: string, found: readonly FoundSecret[]): string {
  let masked = ''
  let from = 0
  // Of secrets that overlap the longest comes first, and all of its neighbours' parts are masked with it.
  const inOrder = found.toSorted((a, b) => a.start - b.start || b.end - a.end)
  for (const { start, end, secret } of inOrder) {
    if (end <= from) continue
    if (start >= from)
      masked += text.slice(from, start) + maskSecret(Buffer.from(secret).toString('utf8'))
    from = end
  }
  return masked + text.slice(from)
}
