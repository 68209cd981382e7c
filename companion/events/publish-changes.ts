import type { EventName, EventPayload } from '#shared/contract/events.ts'
import type { CollectionName, RecordOf } from '../store/schema.ts'
import type { Tables } from '../store/tables.ts'
import type { EventBus } from './event-bus.ts'
import { publishRecords } from './publish-records.ts'

/** The events of a collection. */
interface Announced {
  changed: EventName
  deleted: EventName
}

/** A collection without events, and why. */
interface Silent {
  reason: string
}

const PROVIDER_RECORDS: Silent = {
  reason: 'Belongs to the embedded identity provider, which shows it on its own pages only.',
}

/** Each collection of the store with its events, or the reason why it has none. */
export const CHANGES = {
  meta: { reason: 'Says which key seals the secrets; it is written once, when a directory opens.' },
  /** Without the hash of the token and without the extension's origin. */
  pairings: { changed: 'pairing.changed', deleted: 'pairing.deleted' },
  /** Secrets in definitions are masked. */
  apis: { changed: 'api.changed', deleted: 'api.deleted' },
  policies: { changed: 'policy.changed', deleted: 'policy.deleted' },
  /** The initial access token is masked. */
  portal_settings: { changed: 'portal-settings.changed', deleted: 'portal-settings.deleted' },
  catalogue: { changed: 'catalogue-entry.changed', deleted: 'catalogue-entry.deleted' },
  /** Without the hash of the password. */
  developers: { changed: 'developer.changed', deleted: 'developer.deleted' },
  /** The client secret is masked; tokens and keys are left out. */
  registrations: { changed: 'registration.changed', deleted: 'registration.deleted' },
  /** The access token is masked; refresh token and key pair are left out. */
  tokens: { changed: 'token.changed', deleted: 'token.deleted' },
  /** Secrets that were typed into a run are masked. */
  runs: { changed: 'run.changed', deleted: 'run.deleted' },
  /** Secrets stand in attempts as references and masks only. */
  replay_attempts: { changed: 'attempt.changed', deleted: 'attempt.deleted' },
  /** Name and mask. */
  replay_secrets: { changed: 'replay-secret.changed', deleted: 'replay-secret.deleted' },
  /** Secrets stand in sets as references only. */
  replay_sets: { changed: 'replay-set.changed', deleted: 'replay-set.deleted' },
  replay_set_runs: { changed: 'set-run.finished', deleted: 'set-run.deleted' },
  /** As every caller of the control API reads it; a lesson holds no secret. */
  lesson_progress: { changed: 'lesson.changed', deleted: 'lesson.deleted' },
  provider_certificates: {
    reason: 'Set and read through /api/provider-certificates; no page shows them.',
  },
  recording: { changed: 'recording.changed', deleted: 'recording.deleted' },
  client_documents: {
    reason: 'Its page reads it again after each change and each recorded fetch.',
  },
  idp_clients: PROVIDER_RECORDS,
  idp_scopes: PROVIDER_RECORDS,
  idp_api_tokens: PROVIDER_RECORDS,
  idp_settings: {
    reason:
      'Read and set through /api/embedded-idp by the program that wants them; no page shows them.',
  },
  idp_keys: PROVIDER_RECORDS,
  idp_entries: PROVIDER_RECORDS,
  idp_dialects: PROVIDER_RECORDS,
  idp_publishers: {
    reason: 'Only the caller that set the publishers reads them; no page shows them.',
  },
} as const satisfies Record<CollectionName, Announced | Silent>

type Changes = typeof CHANGES
type AnnouncedName = {
  [C in CollectionName]: Changes[C] extends Announced ? C : never
}[CollectionName]

/** How a record of each announced collection is shown: in the form of the control API. */
export type Presenters = {
  [C in AnnouncedName]: (record: RecordOf<C>) => EventPayload<Changes[C]['changed']>
}

/**
 * Publishes every change of the store, from any room: one event for each changed record, after the change
 * is durable, in the order of the commits.
 */
export function publishChanges(
  tables: Pick<Tables<CollectionName>, 'records'>,
  bus: EventBus,
  present: Presenters,
): void {
  const publish = <C extends AnnouncedName>(collection: C, show: Presenters[C]): void => {
    const { changed, deleted } = CHANGES[collection]
    publishRecords(bus, tables.records(collection), { changed, deleted, present: show })
  }
  for (const collection of Object.keys(present) as AnnouncedName[])
    publish(collection, present[collection])
}
