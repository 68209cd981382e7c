import type { RequestHandler } from 'express'
import type { Vault } from '../../secrets/vault.ts'
import type { IdpRecords } from '../../store/idp-tables.ts'
import type { KeyRing } from '../engine/key-ring.ts'
import type { SoftwarePublishers } from '../statements/software-publishers.ts'

export interface DialectDeps {
  /** As the list of dialects spells it: keys, clients and scopes are kept under this name. */
  id: string
  /** Where the embedded identity provider listens, such as `http://127.0.0.1:8792`. */
  origin: string
  records: IdpRecords
  vault: Vault
  /** Milliseconds since the epoch. */
  now: () => number
  publishers: SoftwarePublishers
  /** Fetches key sets and documents of clients; plainly when left out. */
  fetchDocument?: FetchDocument | undefined
}

export type FetchDocument = (url: string, init: unknown) => Promise<Response>

/** Where a dialect answers, each path below the origin. Faults find their calls by these. */
export interface DialectPaths {
  readonly metadata: readonly string[]
  /** A client's own address is below this path, or this path with `?client_id=`. */
  readonly registration?: string
  readonly token: string
  readonly jwks: string
}

/** What the file of a dialect exports under the name `dialect`. */
export interface DialectDefinition {
  readonly paths: DialectPaths
  /** @throws AppError `SECRET_UNAVAILABLE` when a signing key cannot be opened. */
  open(deps: DialectDeps): Promise<Dialect>
}

/** One identity provider that the embedded one impersonates, below a path of its own. */
export interface Dialect {
  /** What a person types to have the provider discovered. */
  readonly host: string
  readonly issuer: string
  /** The API that its tokens are for. */
  readonly audience: string
  readonly handler: RequestHandler
  readonly keys: Pick<KeyRing, 'published'>
  /**
   * Makes a token that lets its bearer register, or manage the tenant, as an admin does in the console.
   *
   * @param name - What the console calls the token, where the provider gives tokens names.
   */
  createInitialToken: (name?: string) => Promise<string>
  revokeInitialToken: (token: string) => Promise<void>
  /** The value of an Authorization header that lets its bearer register. */
  authorize: () => Promise<string>
  saveScope: (name: string, isDefault: boolean) => Promise<void>
  /** Deletes a scope that was added; the ones that the provider brings along stay. */
  removeScope: (name: string) => Promise<void>
  /** New tokens have a new key; the old one is published for `overlapSeconds` more. */
  rotateKey: (overlapSeconds: number) => Promise<void>
  /** The page of a client in the provider's console, where the dialect has one. */
  clientPage?: (clientId: string) => string
}
