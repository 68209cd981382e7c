import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { DialectId } from '#shared/idp/dialects.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Developers } from '../catalogue/developers.ts'
import type { Definitions } from '../definitions/definitions.ts'
import type { Dialect } from '../idp/dialects/dialect.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { HttpClient } from '../outgoing/http-client.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { Tokens } from '../tokens/tokens.ts'

/** The parts of the companion that a step may ask for by name. */
export interface Rooms {
  addresses: Addresses
  /** Sends and records; what a step sends through it ends when the step is cancelled. */
  http: HttpClient
  recorder: Recorder
  registrar: Registrar
  catalogue: Catalogue
  developers: Developers
  definitions: Definitions
  embeddedIdp: {
    /** A dialect of the embedded identity provider. */
    openDialect: (id: DialectId) => Promise<Dialect>
  }
  tokens: Pick<
    Tokens,
    'request' | 'renewDue' | 'forget' | 'get' | 'startFlow' | 'getFlow' | 'finishFlow'
  > & {
    /** The access token itself. @throws AppError `RECORD_NOT_FOUND`. */
    open: (id: string) => string
  }
  verdicts: { get: (id: string) => Promise<Verdict | undefined> }
}

export type RoomName = keyof Rooms

/** The rooms that a step has declared, and no other. */
export function pickRooms<Name extends RoomName>(
  rooms: Rooms,
  names: readonly Name[],
): Pick<Rooms, Name> {
  return Object.fromEntries(names.map((name) => [name, rooms[name]])) as Pick<Rooms, Name>
}
