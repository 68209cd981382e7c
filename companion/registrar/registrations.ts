import type { Outlined } from '../store/records.ts'
import type { RegistrationOutline, RegistrationRecord } from '../store/schema.ts'
import type { NotAPromise, Tables } from '../store/tables.ts'
import type { Transaction } from '../store/transaction.ts'

/** The ledger's table. A provider may take seconds to answer, so every change edits the newest record. */
export interface Registrations extends Outlined<RegistrationRecord, RegistrationOutline> {
  add(record: RegistrationRecord): Promise<RegistrationRecord>
  /**
   * @param edit - Makes the next record from the newest one; a copy from before the call may be out of date.
   * @throws AppError `RECORD_NOT_FOUND`, `STORE_WRITE_FAILED`.
   */
  change(
    id: string,
    edit: (newest: RegistrationRecord) => RegistrationRecord,
  ): Promise<RegistrationRecord>
  /** For decisions about more than one record. */
  transact: <T>(change: (transaction: Transaction<'registrations'>) => NotAPromise<T>) => Promise<T>
}

export function createRegistrations(tables: Tables<'registrations'>): Registrations {
  const transact: Registrations['transact'] = (change) => tables.transact(change)
  return {
    ...tables.records('registrations'),
    transact,
    add: (record) =>
      tables.transact((transaction) => {
        transaction.put('registrations', record.id, record)
        return transaction.require('registrations', record.id)
      }),
    change: (id, edit) =>
      tables.transact((transaction) => {
        transaction.put('registrations', id, edit(transaction.require('registrations', id)))
        // As it is kept: what a provider wrote is masked.
        return transaction.require('registrations', id)
      }),
  }
}
