import type { Attempt, ReplayThread } from '#shared/contract/replay/attempt.ts'
import type { Rows, Table } from '../store/table.ts'
import { isOfSet } from './attempt-threads.ts'

const PER_THREAD = 50
const IN_ALL = 500
const PER_SET_REQUEST = 10
const OF_SETS = 1000
/** As JSON, of each of the two kinds. */
const MOST_BYTES = 32 * 1024 * 1024

/**
 * The attempts that are kept: the newest 50 of a thread, and 500 in all. Those of sets have bounds of their
 * own, so that a large set does not push out what was sent by hand: 10 of a request, and 1000 in all. Large
 * ones are fewer: 32 MiB of each kind.
 */
export interface Attempts {
  /** The oldest first. */
  list(thread?: string): Attempt[]
  /** The threads of attempts that were sent by hand, the newest first. */
  listThreads(): ReplayThread[]
  /** @throws AppError `RECORD_NOT_FOUND`. */
  require(id: string): Attempt
  /**
   * Adds an attempt; the oldest leave.
   *
   * @param first - What its thread begins with, unless it has begun already.
   */
  add(attempt: Attempt, first?: Attempt): Promise<void>
  /** @throws AppError `RECORD_NOT_FOUND`. */
  rename(id: string, name: string): Promise<Attempt>
  remove(id: string): Promise<void>
  removeThread(thread: string): Promise<void>
}

export function createAttempts(table: Table<Attempt>): Attempts {
  const sizes = new WeakMap<Attempt, number>()
  const list: Attempts['list'] = (thread) =>
    table.list().filter((attempt) => thread === undefined || attempt.thread === thread)
  return {
    list,
    listThreads: () => describeThreads(table.list()),
    require: (id) => table.require(id),
    add: (attempt, first) =>
      table.transact((rows) => {
        const { thread } = attempt
        const isOfThread = (one: Attempt): boolean => one.thread === thread
        if (first && !rows.list().some(isOfThread)) rows.put(first.id, first)
        rows.put(attempt.id, attempt)
        dropOldest(rows, isOfSet(thread) ? PER_SET_REQUEST : PER_THREAD, isOfThread)
        dropOldest(rows, IN_ALL, (one) => !isOfSet(one.thread))
        dropOldest(rows, OF_SETS, (one) => isOfSet(one.thread))
        dropBeyondBytes(rows, sizes, (one) => isOfSet(one.thread) === isOfSet(thread))
      }),
    rename: (id, name) =>
      table.transact((rows) => {
        const renamed = { ...rows.require(id), name }
        rows.put(id, renamed)
        return renamed
      }),
    remove: (id) =>
      table.transact((rows) => {
        rows.require(id)
        rows.delete(id)
      }),
    removeThread: (thread) =>
      table.transact((rows) => {
        for (const attempt of rows.list()) if (attempt.thread === thread) rows.delete(attempt.id)
      }),
  }
}

function describeThreads(attempts: readonly Attempt[]): ReplayThread[] {
  const threads = new Map<string, Attempt[]>()
  for (const attempt of attempts)
    if (!isOfSet(attempt.thread))
      threads.set(attempt.thread, [...(threads.get(attempt.thread) ?? []), attempt])
  return [...threads]
    .flatMap(([id, own]): ReplayThread[] => {
      const newest = own.at(-1)
      if (!newest) return []
      const { sent, at, answer, verdict } = newest
      return [
        {
          id,
          name: `${sent.method} ${sent.url}`,
          attempts: own.length,
          at,
          ...(answer && { status: answer.status }),
          ...(verdict?.failed_at !== undefined && { failed_at: verdict.failed_at }),
        },
      ]
    })
    .sort((left, right) => right.at.localeCompare(left.at))
}

function dropOldest(
  rows: Rows<Attempt>,
  capacity: number,
  counts: (attempt: Attempt) => boolean,
): void {
  const counted = rows.list().filter(counts)
  for (const { id } of counted.slice(0, Math.max(0, counted.length - capacity))) rows.delete(id)
}

/** Drops the oldest until the newer ones are small enough together; the newest stays. */
function dropBeyondBytes(
  rows: Rows<Attempt>,
  sizes: WeakMap<Attempt, number>,
  counts: (attempt: Attempt) => boolean,
): void {
  let bytes = 0
  for (const [at, attempt] of rows.list().filter(counts).toReversed().entries()) {
    bytes += weigh(attempt, sizes)
    if (bytes > MOST_BYTES && at > 0) rows.delete(attempt.id)
  }
}

/** An attempt is written once and read often: its size is worked out once. */
function weigh(attempt: Attempt, sizes: WeakMap<Attempt, number>): number {
  const sizeBytes = sizes.get(attempt) ?? Buffer.byteLength(JSON.stringify(attempt))
  sizes.set(attempt, sizeBytes)
  return sizeBytes
}
