import { isSecretName } from '#shared/secrets/secret-names.ts'
import type { CollectionName, RecordOf } from '../store/schema.ts'
import { maskNamed } from './mask-named.ts'
import { maskValue } from './mask-value.ts'
import type { SecretRegistry } from './secret-registry.ts'

/** A collection without texts of other programs, and why. */
interface Own {
  reason: string
}

const TYPED: Own = { reason: 'A person typed it, and it is kept as it was typed.' }
const PROVIDER: Own = {
  reason: 'Belongs to the embedded identity provider, whose secrets are sealed or hashed.',
}

/**
 * The members of each collection that repeat texts of other programs: what a provider or an API answered
 * may hold a secret anywhere. They are masked before they are kept, and so in every list and event.
 */
export const OUTSIDE_TEXTS = {
  meta: { reason: 'Has the id of the key only.' },
  pairings: TYPED,
  apis: TYPED,
  policies: TYPED,
  portal_settings: TYPED,
  catalogue: TYPED,
  developers: TYPED,
  registrations: ['client_name', 'asked', 'granted', 'failure'],
  tokens: ['token_type', 'scope'],
  runs: ['outcomes'],
  replay_attempts: ['sent', 'answer', 'failure', 'verdict'],
  replay_secrets: TYPED,
  replay_sets: TYPED,
  replay_set_runs: ['results'],
  lesson_progress: ['steps'],
  provider_certificates: TYPED,
  recording: TYPED,
  client_documents: TYPED,
  idp_clients: PROVIDER,
  idp_scopes: PROVIDER,
  idp_api_tokens: PROVIDER,
  idp_settings: PROVIDER,
  idp_keys: PROVIDER,
  idp_entries: PROVIDER,
  idp_dialects: PROVIDER,
  idp_publishers: PROVIDER,
} as const satisfies { [C in CollectionName]: readonly (keyof RecordOf<C>)[] | Own }

/** Client metadata has secrets by their names, too, such as a software statement. */
const METADATA: readonly string[] = ['asked', 'granted']

/** Masks the texts of other programs in a record before it is kept. */
export function cleanRecord<C extends CollectionName>(
  registry: Pick<SecretRegistry, 'mask'>,
  collection: C,
  record: RecordOf<C>,
): RecordOf<C> {
  const members: readonly string[] | Own = OUTSIDE_TEXTS[collection]
  if ('reason' in members) return record
  const clean = (name: string, value: unknown): unknown =>
    maskValue(METADATA.includes(name) ? maskNamed(value, isSecretName) : value, registry.mask)
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      members.includes(name) ? clean(name, value) : value,
    ]),
  ) as RecordOf<C>
}
