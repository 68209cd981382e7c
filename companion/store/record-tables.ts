import { AppError } from '#shared/errors/app-error.ts'
import type * as z from '#shared/zod.ts'
import type { Change } from './change.ts'
import type { CollectionsView, Kept } from './keeper.ts'
import { RawRow, readCell } from './raw-row.ts'
import { OUTLINES } from './schema.ts'
import { takeTurns } from '../clock/take-turns.ts'

/** Records by id: each a value, or the row that it is read from when it is needed. */
type Table = Map<string, unknown>
type Matches = (outline: never) => boolean
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
      const cells = [...(collections[name] ?? [])]
      return [
        name,
        new Map(cells.map(([id, cell]) => [id, parse(schema, readCell(cell), `${name}/${id}`)])),
      ]
    })
    return new RecordTables(new Map(entries))
  }

  /** Records that were checked against these very schemas before they were kept. */
  static async adopt(
    collections: Kept['collections'],
    names: readonly string[],
  ): Promise<RecordTables> {
    const tables = new RecordTables(
      new Map(names.map((name) => [name, collections[name] ?? new Map()])),
    )
    await tables.#readSmall()
    return tables
  }

  /** Records of all tables. */
  get size(): number {
    return [...this.#tables.values()].reduce((sum, table) => sum + table.size, 0)
  }

  get(collection: string, id: string): unknown {
    return readCell(this.#table(collection).get(id))
  }

  list(collection: string): unknown[] {
    return Array.from(this.#table(collection).values(), readCell)
  }

  *each(collection: string): Generator<unknown> {
    for (const cell of this.#table(collection).values()) yield readCell(cell)
  }

  outlines(collection: string): object[] {
    return Array.from(this.#table(collection).values(), (cell) => outline(collection, cell))
  }

  filter(collection: string, matches: Matches): unknown[] {
    const records: unknown[] = []
    for (const cell of this.#table(collection).values())
      if (matches(outline(collection, cell))) records.push(readCell(cell))
    return records
  }

  /** The cells of a table by id, for comparing them; `readCell` reads one. */
  cells(collection: string): ReadonlyMap<string, unknown> {
    return this.#table(collection)
  }

  /** Makes all outlines, a few at a time, so that nothing waits for them longer than for a moment. */
  async makeOutlines(): Promise<void> {
    const turn = takeTurns()
    for (const name of Object.keys(OUTLINES))
      for (const cell of this.#table(name).values()) {
        if (!(cell instanceof RawRow)) continue
        outline(name, cell)
        await turn()
      }
  }

  /** Tables without outlines are read as a whole. */
  async #readSmall(): Promise<void> {
    const turn = takeTurns()
    for (const [name, table] of this.#tables) {
      if (membersOf(name)) continue
      for (const [id, cell] of table) {
        table.set(id, readCell(cell))
        await turn()
      }
    }
  }

  /** A view in which a batch can see its own writes before they are durable. */
  overlay(): Overlay {
    return new Overlay(this)
  }

  apply(transactions: readonly Change[][]): void {
    for (const [collection, id, value] of transactions.flat()) {
      if (value === null) this.#table(collection).delete(id)
      else this.#table(collection).set(id, value)
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

  /** Every collection as it is now. Changes that come later are not in it. */
  view(): CollectionsView {
    return Object.fromEntries(
      [...this.#tables].map(([name, table]) => [
        name,
        pair([...table.keys()], [...table.values()]),
      ]),
    )
  }

  #table(collection: string): Table {
    const table = this.#tables.get(collection)
    if (!table) throw new RangeError(`There is no collection "${collection}"`)
    return table
  }
}

/** Pairs are made one by one: a hundred thousand at once would hold everything else up. */
function* pair(ids: readonly string[], cells: readonly unknown[]): Generator<[string, unknown]> {
  for (const [at, id] of ids.entries()) yield [id, cells[at]]
}

export class Overlay {
  readonly #tables: RecordTables
  readonly #changed = new Map<string, Map<string, unknown>>()

  constructor(tables: RecordTables) {
    this.#tables = tables
  }

  get(collection: string, id: string): unknown {
    const changed = this.#changed.get(collection)
    const value = changed?.has(id) ? changed.get(id) : this.#tables.get(collection, id)
    return value ?? undefined
  }

  /** @param own - Changes that are made but not applied yet. */
  list(collection: string, own: readonly Change[]): unknown[] {
    const changed = this.#collect(collection, own)
    if (changed.size === 0) return this.#tables.list(collection)
    return this.filter(collection, own, () => true)
  }

  filter(collection: string, own: readonly Change[], matches: Matches): unknown[] {
    const changed = this.#collect(collection, own)
    if (changed.size === 0) return this.#tables.filter(collection, matches)
    const cells = this.#tables.cells(collection)
    const all: unknown[] = []
    for (const [id, cell] of cells) all.push(changed.has(id) ? changed.get(id) : cell)
    for (const [id, value] of changed) if (!cells.has(id)) all.push(value)
    return all
      .filter((cell) => cell !== null && matches(outline(collection, cell)))
      .map((cell) => readCell(cell))
  }

  /** The latest values by id; `null` for what was deleted. */
  #collect(collection: string, own: readonly Change[]): Map<string, unknown> {
    const changed = new Map(this.#changed.get(collection))
    for (const [name, id, value] of own) if (name === collection) changed.set(id, value)
    return changed
  }

  apply(changes: readonly Change[]): void {
    for (const [collection, id, value] of changes) {
      const changed = this.#changed.get(collection) ?? new Map<string, unknown>()
      this.#changed.set(collection, changed.set(id, value))
    }
  }
}

/** The members that are held of every record of a large table; nothing for tables that are held whole. */
function membersOf(collection: string): readonly string[] | undefined {
  return (OUTLINES as Record<string, readonly string[]>)[collection]
}

/** A record that is held whole is its own outline. What its type is, only the caller knows. */
function outline(collection: string, cell: unknown): never {
  const members = cell instanceof RawRow ? membersOf(collection) : undefined
  return (members ? (cell as RawRow).outline(members) : readCell(cell)) as never
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
