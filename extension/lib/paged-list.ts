import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Page } from '#shared/contract/api-client.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import type { RecordCache } from './record-cache.ts'

/** So many are shown at first, and more at a time. */
export const PART = 50

const MOST_PER_PAGE = 200
const TYPING_MS = 120

export interface Found<T> {
  items: readonly T[]
  /** How many there are, on screen or not. */
  total: number
}

/** The beginning of a list that the companion filters, searches and counts. */
export interface PagedList<T, Q> {
  /** Nothing until it is read; what was found last stays until the next answer is there. */
  found: ReadonlySignal<Found<T> | undefined>
  query: ReadonlySignal<Q>
  /** Why it could not be read. */
  problem: ReadonlySignal<Problem | undefined>
  /** An answer is awaited that will replace what is there. */
  isLooking: ReadonlySignal<boolean>
  /** Asks for another part of the list, once typing has paused for a moment; the newest question wins. */
  look: (query: Q, isTyped: boolean) => Promise<void>
  more: () => Promise<void>
  refresh: () => Promise<void>
}

export interface PagedListDeps<T, Q> {
  records: RecordCache<T>
  idOf: (record: T) => string
  query: Q
  readPage: (query: Q, page: { limit: number; cursor?: string }) => Promise<Page<T>>
}

export function createPagedList<T, Q>(deps: PagedListDeps<T, Q>): PagedList<T, Q> {
  const { records, idOf } = deps
  const place = signal<{ ids: readonly string[]; total: number }>()
  const query = signal(deps.query)
  const problem = signal<Problem>()
  const isLooking = signal(false)
  let wanted = PART
  /** Of the newest question; answers to older ones are dropped. */
  let turn = 0

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    try {
      const { items, total } = await records.read(
        () => readPages(deps, query.peek(), wanted),
        (page) => page.items,
      )
      if (mine !== turn) return
      place.value = { ids: items.map(idOf), total }
      problem.value = undefined
    } catch (thrown) {
      if (mine === turn) problem.value = AppError.from(thrown).toProblem()
    }
    if (mine === turn) isLooking.value = false
  }

  return {
    found: computed(
      () =>
        place.value && {
          items: place.value.ids.flatMap((id) => records.find(id) ?? []),
          total: place.value.total,
        },
    ),
    query,
    problem,
    isLooking,
    async look(next, isTyped) {
      if (JSON.stringify(next) === JSON.stringify(query.peek())) return
      query.value = next
      wanted = PART
      isLooking.value = true
      turn += 1
      const mine = turn
      if (isTyped) await new Promise((resolve) => setTimeout(resolve, TYPING_MS))
      if (mine === turn) await load()
    },
    more() {
      wanted += PART
      return load()
    },
    refresh: load,
  }
}

/** Reads until so many are there, or the list has ended. */
async function readPages<T, Q>(
  { readPage }: PagedListDeps<T, Q>,
  query: Q,
  wanted: number,
): Promise<Found<T>> {
  const items: T[] = []
  let cursor: string | undefined
  for (;;) {
    const limit = Math.min(wanted - items.length, MOST_PER_PAGE)
    const page = await readPage(query, { limit, ...(cursor !== undefined && { cursor }) })
    items.push(...page.items)
    cursor = page.next
    if (cursor === undefined || items.length >= wanted) return { items, total: page.total }
  }
}
