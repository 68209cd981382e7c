import { computed, type ReadonlySignal, signal } from '@preact/signals'

/** Records of the companion by their ids: read once, then kept by events. */
export interface RecordMap<T> {
  /** In order of first insertion; nothing until they are read. */
  all: ReadonlySignal<readonly T[] | undefined>
  find: (id: string) => T | undefined
  /** Replaces everything by what `load` brings, and by what has changed since `load` was called. */
  read: (load: () => Promise<readonly T[]>) => Promise<void>
  /** Before the first reading there is nothing to keep a record in; reading brings it along. */
  keep: (record: T) => void
  drop: (id: string) => void
}

/**
 * A change costs the same whatever the number of records: the list is made when it is looked at, not
 * with each event.
 */
export function createRecordMap<T>(idOf: (record: T) => string): RecordMap<T> {
  const records = new Map<string, T>()
  /** Zero until the records are read, another number after each change. */
  const revision = signal(0)
  /** What changed during a reading: its answer may be older than an event that overtook it. */
  const readings = new Set<Map<string, T | undefined>>()

  function apply(id: string, record: T | undefined): void {
    if (record === undefined) records.delete(id)
    else records.set(id, record)
  }

  function change(id: string, record: T | undefined): void {
    for (const changes of readings) changes.set(id, record)
    if (revision.peek() === 0) return
    apply(id, record)
    revision.value += 1
  }

  return {
    all: computed(() => (revision.value === 0 ? undefined : [...records.values()])),
    find: (id) => (revision.value === 0 ? undefined : records.get(id)),
    async read(load) {
      const changes = new Map<string, T | undefined>()
      readings.add(changes)
      try {
        const loaded = await load()
        records.clear()
        for (const record of loaded) records.set(idOf(record), record)
        for (const [id, record] of changes) apply(id, record)
        revision.value += 1
      } finally {
        readings.delete(changes)
      }
    },
    keep: (record) => change(idOf(record), record),
    drop: (id) => change(id, undefined),
  }
}
