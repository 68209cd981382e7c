import { signal } from '@preact/signals'

/** Some of the companion's records by their ids: those that were read, kept by events. */
export interface RecordCache<T> {
  find: (id: string) => T | undefined
  /** Holds what an answer brings, but for what has changed since it was asked for. */
  read: <R>(load: () => Promise<R>, listRecords: (answer: R) => readonly T[]) => Promise<R>
  put: (record: T) => void
  /** A record has changed; one that is not held stays out. */
  follow: (record: T) => void
  drop: (id: string) => void
  /** Forgets all others. */
  retain: (ids: ReadonlySet<string>) => void
}

export function createRecordCache<T>(idOf: (record: T) => string): RecordCache<T> {
  const records = new Map<string, T>()
  const revision = signal(0)
  /** What changed during a reading: its answer may be older than an event that overtook it. */
  const readings = new Set<Map<string, T | undefined>>()

  function apply(id: string, record: T | undefined): void {
    if (record === undefined) records.delete(id)
    else records.set(id, record)
    revision.value += 1
  }

  function change(id: string, record: T | undefined, isHeld: boolean): void {
    for (const changes of readings) changes.set(id, record)
    if (isHeld) apply(id, record)
  }

  return {
    find: (id) => (revision.value < 0 ? undefined : records.get(id)),
    async read(load, listRecords) {
      const changes = new Map<string, T | undefined>()
      readings.add(changes)
      try {
        const answer = await load()
        for (const record of listRecords(answer)) {
          const id = idOf(record)
          records.set(id, record)
          if (changes.has(id)) apply(id, changes.get(id))
        }
        revision.value += 1
        return answer
      } finally {
        readings.delete(changes)
      }
    },
    put: (record) => change(idOf(record), record, true),
    follow: (record) => change(idOf(record), record, records.has(idOf(record))),
    drop: (id) => change(id, undefined, records.has(id)),
    retain(ids) {
      for (const id of records.keys()) if (!ids.has(id)) records.delete(id)
    },
  }
}
