import { maskSecret } from '#shared/secrets/mask.ts'
import { registrationPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'

interface HeldSecret {
  envelope: string
  mask: string
}

type Secrets = Pick<
  RegistrationRecord,
  'client_secret' | 'client_secret_mask' | 'other_client_secrets'
>

/** A provider that names another secret at each read is not kept up with for ever. */
const MOST_SECRETS = 5

/** Encodings of stored passwords, such as `{bcrypt}$2a$10$…`: no client ever had such a secret. */
const HASH = /^(?:\{[\w@.-]+\}|\$(?:2[abxy]?|argon2(?:id|i|d)|pbkdf2[\w-]*|scrypt|[156y])\$)/

/** The secrets of a client: the one in force, then the others, the newest first. */
export function listSecrets({
  client_secret: envelope,
  client_secret_mask: mask = '',
  other_client_secrets: others = [],
}: Secrets): HeldSecret[] {
  return envelope === undefined ? [] : [{ envelope, mask }, ...others]
}

/** Whether a secret looks like the stored hash of one. */
export function isHash(secret: string): boolean {
  return HASH.test(secret)
}

/**
 * The secrets after an answer that names one. RFC 7592 lets a provider replace the secret on a read or an
 * update, so both are held until one of them has worked; the newer one is in force. Spring Authorization
 * Server answers a read with the hash of the secret, which is never taken while there is a secret.
 *
 * @see [RFC 7592 §3](https://www.rfc-editor.org/rfc/rfc7592.html#section-3)
 */
export function holdSecret(vault: Vault, record: RegistrationRecord, secret: string): Secrets {
  const place = registrationPlace(record.id, 'client_secret')
  const held = listSecrets(record).map((one) => ({ ...one, text: vault.open(one.envelope, place) }))
  if (held[0]?.text === secret || (held.length > 0 && isHash(secret))) return {}
  const named = held.find(({ text }) => text === secret) ?? {
    envelope: vault.seal(secret, place),
    mask: maskSecret(secret),
    text: secret,
  }
  const all = [named, ...held.filter((one) => one !== named)]
  const ordered = [
    ...all.filter(({ text }) => !isHash(text)),
    ...all.filter(({ text }) => isHash(text)),
  ]
  return describeSecrets(ordered.slice(0, MOST_SECRETS))
}

/** The secret of a call that makes a new one: every other secret has ended with it. */
export function replaceSecret(vault: Vault, { id }: RegistrationRecord, secret: string): Secrets {
  const envelope = vault.seal(secret, registrationPlace(id, 'client_secret'))
  return describeSecrets([{ envelope, mask: maskSecret(secret) }])
}

/**
 * The secrets after one of them has worked.
 *
 * @param tried - The record as it was before: what came since is not known to be wrong.
 */
export function keepWorking(
  record: RegistrationRecord,
  { tried, worked }: { tried: RegistrationRecord; worked: string },
): Secrets {
  const wrong = listSecrets(tried).filter(({ envelope }) => envelope !== worked)
  const left = listSecrets(record).filter(
    ({ envelope }) => !wrong.some((one) => one.envelope === envelope),
  )
  return left.length === 0 ? {} : describeSecrets(left)
}

/** `undefined` takes the others of the record away. */
function describeSecrets([first, ...others]: readonly HeldSecret[]): Secrets {
  return {
    client_secret: first?.envelope,
    client_secret_mask: first?.mask,
    other_client_secrets:
      others.length === 0 ? undefined : others.map(({ envelope, mask }) => ({ envelope, mask })),
  }
}
