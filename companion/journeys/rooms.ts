import type { Addresses } from '#shared/contract/status-endpoints.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Developers } from '../catalogue/developers.ts'
import type { Definitions } from '../definitions/definitions.ts'
import type { Dialect } from '../idp/dialects/dialect.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { Wire } from '../recorder/wire.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Store } from '../store/store.ts'

/** The parts of the companion that a step may ask for by name. */
export interface Rooms {
  addresses: Addresses
  /** Sends and records; what a step sends through it ends when the step is cancelled. */
  wire: Wire
  recorder: Recorder
  registrar: Registrar
  catalogue: Catalogue
  developers: Developers
  definitions: Definitions
  embeddedIdp: {
    /** Mints an API token, as the admin console of the embedded identity provider does. */
    createApiToken: (name: string) => Promise<{ id: string; token: string }>
    /** A dialect of the embedded identity provider, other than Okta. */
    openDialect: (id: string) => Promise<Dialect>
  }
  tokens: {
    /** The same token while it lives; a new one where the grant lets it renew. */
    renewEnded: (id: string) => Promise<{ id: string; isNew: boolean }>
    /** The access token itself, when it is kept. */
    open: (id: string) => string | undefined
  }
  verdicts: { get: (id: string) => Promise<Verdict | undefined> }
  store: Store
  vault: Vault
  clock: {
    /** Milliseconds since the epoch, on the lab's clock. */
    now: () => number
  }
}

export type RoomName = keyof Rooms

/** The rooms that a step has declared, and no other. */
export function pickRooms<Name extends RoomName>(
  rooms: Rooms,
  names: readonly Name[],
): Pick<Rooms, Name> {
  return Object.fromEntries(names.map((name) => [name, rooms[name]])) as Pick<Rooms, Name>
}
