import { AppError } from '#shared/errors/app-error.ts'
import type { RecordListener, Records } from './records.ts'

/** Records that end with the process. */
export function createMemoryRecords<T>(): Records<T> {
  const records = new Map<string, T>()
  const listeners = new Set<RecordListener<T>>()
  const notify = async (id: string): Promise<void> => {
    await Promise.all([...listeners].map((listener) => listener(id, records.get(id))))
  }
  return {
    get: (id) => records.get(id),
    require(id) {
      const record = records.get(id)
      if (record !== undefined) return record
      throw new AppError('RECORD_NOT_FOUND', { detail: `No record has the id ${id}.` })
    },
    list: () => [...records.values()],
    async put(id, value) {
      records.set(id, value)
      await notify(id)
    },
    async delete(id) {
      records.delete(id)
      await notify(id)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
