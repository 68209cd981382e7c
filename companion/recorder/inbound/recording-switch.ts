import type { Recording } from '#shared/contract/recording.ts'
import type { Table } from '../../store/table.ts'

const ID = 'recording'

/** Whether what comes in is recorded. It is, unless a person or the start of this process said otherwise. */
export interface RecordingSwitch {
  read: () => Recording
  /** @throws AppError `STORE_WRITE_FAILED`. */
  turn: (next: Recording) => Promise<Recording>
}

/** @param isOffAtStart - The process was started with the recording switched off; what is kept stays. */
export function createRecordingSwitch(
  table: Table<Recording>,
  { isOffAtStart }: { isOffAtStart: boolean },
): RecordingSwitch {
  let isOverridden = isOffAtStart
  return {
    read: () => (isOverridden ? { inbound: false } : (table.get(ID) ?? { inbound: true })),
    async turn(next) {
      await table.transact((rows) => rows.put(ID, next))
      isOverridden = false
      return next
    },
  }
}
