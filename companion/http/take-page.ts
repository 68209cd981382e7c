import type { ListRules } from '#shared/contract/define-list.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { takeTurns } from '../clock/take-turns.ts'

export interface PageQuery {
  q?: string | undefined
  /** A member, or `added`; with a minus the greatest first. */
  sort: string
  limit: number
  cursor?: string | undefined
}

/** What a page is taken of: rows with the members that the list is filtered and sorted by. */
export interface Listed<Row> {
  /** In the order in which they were added. */
  rows: readonly Row[]
  /** What names a row for good. */
  keyOf: (row: Row) => string
}

export interface PageOfRows<Row> {
  rows: Row[]
  /** Rows that match, on this page or not. */
  total: number
  /** @returns The cursor of the page that begins behind a row of this one. */
  cursorBehind: (row: Row) => string
  hasMore: boolean
}

/** So many rows are looked at before it is asked whether other work should run. */
const ROWS_AT_ONCE = 256

/** A row, and where it stands in the order in which rows were added. */
interface Placed<Row> {
  row: Row
  at: number
}

/**
 * Takes one page out of rows that are in the order in which they were added. Rows are compared with the best
 * ones so far and not sorted as a whole, so a page of a hundred thousand takes some milliseconds.
 *
 * @throws AppError `REQUEST_INVALID` for a cursor that this companion has not made.
 */
export async function takePage<Row>(
  listed: Listed<Row>,
  query: PageQuery,
  rules: ListRules,
): Promise<PageOfRows<Row>> {
  const { rows } = listed
  const matches = createMatcher(query, rules)
  const compare = comparer<Row>(query.sort)
  const isDescending = query.sort.startsWith('-')
  const behind = query.cursor === undefined ? undefined : readCursor(listed, query)
  const best: Placed<Row>[] = []
  const turn = takeTurns()
  let total = 0
  let after = 0
  for (let step = 0; step < rows.length; step += 1) {
    // In the order that is asked for the best ones come first where rows are sorted already.
    const at = isDescending ? rows.length - 1 - step : step
    const row = rows[at]
    if (step % ROWS_AT_ONCE === 0) await turn()
    if (row === undefined || !matches(row)) continue
    total += 1
    const placed = { row, at }
    if (behind && compare(placed, behind) <= 0) continue
    after += 1
    const last = best[query.limit - 1]
    if (last && compare(placed, last) >= 0) continue
    best.splice(findPlace(best, placed, compare), 0, placed)
    if (best.length > query.limit) best.pop()
  }
  const places = new Map(best.map(({ row, at }) => [row, at]))
  return {
    rows: best.map(({ row }) => row),
    total,
    cursorBehind: (row) =>
      writeCursor(listed.keyOf(row), { row, at: places.get(row) ?? 0 }, query.sort),
    hasMore: after > best.length,
  }
}

type Compare<Row> = (left: Placed<Row>, right: Placed<Row>) => number

/** @returns Whether a row fits the filters of a query, and has each word of its search. */
export function createMatcher(
  query: { q?: string | undefined },
  { filters, searched }: ListRules,
): (row: unknown) => boolean {
  const wanted = filters.flatMap((name): [string, unknown][] => {
    const value = (query as Record<string, unknown>)[name]
    return value === undefined ? [] : [[name, value]]
  })
  const words = query.q?.toLowerCase().split(/\s+/).filter(Boolean) ?? []
  return (row) => {
    const members = row as Record<string, unknown>
    for (const [name, value] of wanted) if (!fits(members[name], value)) return false
    if (words.length === 0) return true
    const texts = searched.map((name) => readText(members[name]).toLowerCase())
    return words.every((word) => texts.some((text) => text.includes(word)))
  }
}

function fits(member: unknown, wanted: unknown): boolean {
  return Array.isArray(wanted) ? wanted.includes(member) : member === wanted
}

function comparer<Row>(sort: string): Compare<Row> {
  const sign = sort.startsWith('-') ? -1 : 1
  const member = sort.replace(/^-/, '')
  const valueOf = ({ row }: Placed<Row>): unknown => (row as Record<string, unknown>)[member]
  return (left, right) => {
    const order = member === 'added' ? 0 : compareValues(valueOf(left), valueOf(right))
    return sign * (order === 0 ? left.at - right.at : order)
  }
}

/** What is missing comes last. */
function compareValues(left: unknown, right: unknown): number {
  if (left === right) return 0
  if (left === undefined || left === null) return 1
  if (right === undefined || right === null) return -1
  return left < right ? -1 : 1
}

function findPlace<Row>(
  sorted: readonly Placed<Row>[],
  one: Placed<Row>,
  compare: Compare<Row>,
): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = sorted[middle]
    if (other && compare(other, one) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The row is named with its place and its value, since it may be gone by the time of the next page. */
function writeCursor<Row>(key: string, { row, at }: Placed<Row>, sort: string): string {
  const value = (row as Record<string, unknown>)[sort.replace(/^-/, '')] ?? null
  return Buffer.from(JSON.stringify([sort, key, at, value])).toString('base64url')
}

function readCursor<Row>(
  { rows, keyOf }: Listed<Row>,
  { cursor = '', sort }: PageQuery,
): Placed<Row> {
  const [of, key, place, value] = parseCursor(cursor)
  if (of !== sort || typeof key !== 'string' || !Number.isSafeInteger(place))
    throw new AppError('REQUEST_INVALID', {
      detail: 'query cursor: This is no cursor of this list in this order.',
      hint: 'Take it out of the `Link` header of the page before, or leave it out for the first page.',
    })
  const found = rows.findIndex((row) => keyOf(row) === key)
  const row = { [sort.replace(/^-/, '')]: value ?? undefined } as unknown as Row
  return { row, at: found < 0 ? Number(place) : found }
}

function parseCursor(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
