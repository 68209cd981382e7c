/** Where a record stands in a snapshot. */
export interface RowPlace {
  bytes: Buffer
  /** Offsets in `bytes`: of the whole line without its line break, and of the record's JSON text in it. */
  line: number
  json: number
  end: number
}

/**
 * A record as it stands in a snapshot, of which only an outline is read: a hundred thousand records as
 * objects take more memory, and more of the garbage collector's time, than as text.
 */
export class RawRow {
  readonly #bytes: Buffer
  readonly #line: number
  readonly #json: number
  readonly #end: number
  #outline: object | undefined

  constructor({ bytes, line, json, end }: RowPlace) {
    this.#bytes = bytes
    this.#line = line
    this.#json = json
    this.#end = end
  }

  /** The line of the snapshot. */
  get line(): Buffer {
    return this.#bytes.subarray(this.#line, this.#end)
  }

  /** The line with its line break. */
  get lineWithEnd(): Buffer {
    return this.#bytes.subarray(this.#line, this.#end + 1)
  }

  /** The record, made anew for each call. */
  read(): unknown {
    return JSON.parse(this.#bytes.toString('utf8', this.#json, this.#end))
  }

  /** Some members of the record. @param members - The same in each call. */
  outline(members: readonly string[]): object {
    if (this.#outline) return this.#outline
    const record = this.read() as Record<string, unknown>
    const outline: Record<string, unknown> = {}
    // All members in the same order, so that the engine keeps one shape for all rows.
    for (const name of members) outline[name] = share(name, record[name])
    this.#outline = outline
    return outline
  }
}

/** @param cell - A record, or the row that it is read from. */
export function readCell(cell: unknown): unknown {
  return cell instanceof RawRow ? cell.read() : cell
}

/** So many values of a member are shared: hosts and kinds, not names. */
const MOST_SHARED = 64

const shared = new Map<string, Map<unknown, unknown>>()

/** Each row is parsed by itself, so that equal texts are separate ones; one of them is enough. */
function share(member: string, value: unknown): unknown {
  const known = shared.get(member) ?? new Map<unknown, unknown>()
  shared.set(member, known)
  if (!known.has(value) && known.size < MOST_SHARED) known.set(value, value)
  return known.get(value) ?? value
}
