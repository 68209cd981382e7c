import { AppError } from '#shared/errors/app-error.ts'
import type { Change } from './change.ts'
import type { Overlay } from './record-tables.ts'
import { COLLECTIONS, type CollectionName, NOUNS, type OutlineOf, type RecordOf } from './schema.ts'

/** Reads and writes inside one all-or-nothing change. */
export interface Transaction<C extends CollectionName = CollectionName> {
  get<Name extends C>(collection: Name, id: string): RecordOf<Name> | undefined
  /** @throws AppError `RECORD_NOT_FOUND`. */
  require<Name extends C>(collection: Name, id: string): RecordOf<Name>
  list<Name extends C>(collection: Name): RecordOf<Name>[]
  /** Only the records that match are read. */
  filter<Name extends C>(
    collection: Name,
    matches: (outline: OutlineOf<Name>) => boolean,
  ): RecordOf<Name>[]
  /** @throws ZodError when the value does not fit its schema, which is a bug of this program. */
  put<Name extends C>(collection: Name, id: string, value: RecordOf<Name>): void
  delete(collection: C, id: string): void
}

/** What is done to each record before it is kept. */
export type CleanRecord = <C extends CollectionName>(
  collection: C,
  record: RecordOf<C>,
) => RecordOf<C>

/**
 * Runs a change on an overlay of the tables; a change that throws writes nothing.
 *
 * @throws TypeError for a change that returns a promise.
 */
export function runTransaction<T>(
  overlay: Overlay,
  change: (transaction: Transaction) => T,
  clean: CleanRecord = (_collection, record) => record,
): { result: T; changes: Change[] } {
  const changes: Change[] = []
  const find = (collection: string, id: string): unknown => {
    const own = changes.findLast((entry) => entry[0] === collection && entry[1] === id)
    return own ? (own[2] ?? undefined) : overlay.get(collection, id)
  }
  const result = change({
    get: (collection, id) => find(collection, id) as never,
    require: (collection, id) => found(find(collection, id), collection, id) as never,
    list: (collection) => overlay.list(collection, changes) as never,
    filter: (collection, matches) => overlay.filter(collection, changes, matches) as never,
    put: (collection, id, value) => {
      const record = COLLECTIONS[collection].parse(value) as typeof value
      changes.push([collection, id, clean(collection, record)])
    },
    delete: (collection, id) => {
      if (find(collection, id) !== undefined) changes.push([collection, id, null])
    },
  })
  if (result instanceof Promise)
    throw new TypeError('A change of the store must not return a promise')
  // What is written after its end would be in memory and not on the disk.
  Object.freeze(changes)
  return { result, changes }
}

/** @throws AppError `RECORD_NOT_FOUND` when there is no such record. */
export function found<T>(record: T | undefined, collection: CollectionName, id: string): T {
  if (record !== undefined) return record
  throw new AppError('RECORD_NOT_FOUND', { detail: `No ${NOUNS[collection]} has the id ${id}.` })
}
