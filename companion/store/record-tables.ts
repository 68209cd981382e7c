import { AppError } from '#shared/errors/app-error.ts'
import type * as z from '#shared/zod.ts'
import type { Change } from './change.ts'
import type { Kept } from './keeper.ts'

type Table = Map<string, unknown>
type Listener = (id: string, value: unknown) => unknown

/** The store's records in memory, always equal to those on the disk. */
export class RecordTables {
  readonly #tables: Map<string, Table>
  readonly #listeners = new Map<string, Set<Listener>>()

  private constructor(tables: Map<string, Table>) {
    this.#tables = tables
  }

  /** @throws AppError `STORE_UNREADABLE` when a record does not fit its schema. */
  static parse(collections: Kept['collections'], schemas: Record<string, z.ZodType>): RecordTables {
    const entries = Object.entries(schemas).map(([name, schema]): [string, Table] => {
      const records = [...(collections[name] ?? [])]
      return [
        name,
        new Map(records.map(([id, value]) => [id, parse(schema, value, `${name}/${id}`)])),
      ]
    })
    return new RecordTables(new Map(entries))
  }

  get(collection: string): Table {
    const table = this.#tables.get(collection)
    if (!table) throw new RangeError(`There is no collection "${collection}"`)
    return table
  }

  /** A view in which a batch can see its own writes before they are durable. */
  overlay(): Overlay {
    return new Overlay(this)
  }

  apply(transactions: readonly Change[][]): void {
    for (const [collection, id, value] of transactions.flat()) {
      if (value === null) this.get(collection).delete(id)
      else this.get(collection).set(id, value)
    }
  }

  subscribe(collection: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(collection) ?? new Set()
    this.#listeners.set(collection, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** @returns The promises of listeners that have not finished. */
  notify(transactions: readonly Change[][]): Promise<unknown>[] {
    return transactions.flat().flatMap(([collection, id, value]) =>
      [...(this.#listeners.get(collection) ?? [])].flatMap((listener) => {
        const following = listener(id, value ?? undefined)
        return following instanceof Promise ? [following] : []
      }),
    )
  }

  /** Every collection as it is now: the live maps, not copies. */
  all(): Kept['collections'] {
    return Object.fromEntries(this.#tables)
  }
}

export class Overlay {
  readonly #tables: RecordTables
  readonly #changed = new Map<string, Map<string, unknown>>()

  constructor(tables: RecordTables) {
    this.#tables = tables
  }

  get(collection: string, id: string): unknown {
    const changed = this.#changed.get(collection)
    const value = changed?.has(id) ? changed.get(id) : this.#tables.get(collection).get(id)
    return value ?? undefined
  }

  /** @param own - Changes that are made but not applied yet. */
  list(collection: string, own: readonly Change[]): unknown[] {
    const changed = [...(this.#changed.get(collection) ?? [])]
    for (const [name, id, value] of own) if (name === collection) changed.push([id, value])
    if (changed.length === 0) return [...this.#tables.get(collection).values()]
    return [...new Map([...this.#tables.get(collection), ...changed]).values()].filter(
      (value) => value !== null,
    )
  }

  apply(changes: readonly Change[]): void {
    for (const [collection, id, value] of changes) {
      const changed = this.#changed.get(collection) ?? new Map<string, unknown>()
      this.#changed.set(collection, changed.set(id, value))
    }
  }
}

function parse(schema: z.ZodType, value: unknown, place: string): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new AppError('STORE_UNREADABLE', {
    detail: `The record ${place} does not have the expected shape.`,
    hint: 'Nothing was changed. Start with another --data directory, or repair the record.',
    cause: result.error,
  })
}
