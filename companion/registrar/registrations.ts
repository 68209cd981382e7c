import { AppError } from '#shared/errors/app-error.ts'
import type { Outlined } from '../store/records.ts'
import type { RegistrationOutline, RegistrationRecord } from '../store/schema.ts'
import type { NotAPromise, Tables } from '../store/tables.ts'
import type { Transaction } from '../store/transaction.ts'
import { createQueueByKey } from './queue-by-key.ts'
import { createUnsavedAnswers, type Edit, type UnsavedAnswers } from './unsaved-answers.ts'

/** The ledger's table. A provider may take seconds to answer, so every change edits the newest record. */
export interface Registrations extends Outlined<RegistrationRecord, RegistrationOutline> {
  /** @returns The record that has the id already and stays; nothing when this one was added. */
  add(record: RegistrationRecord): Promise<RegistrationRecord | undefined>
  /** @throws AppError `RECORD_NOT_FOUND`, `STORE_WRITE_FAILED`. */
  change(id: string, edit: Edit): Promise<RegistrationRecord>
  /**
   * Keeps what a provider has answered; such an answer comes once. While the disk refuses it, readers see it
   * all the same, and it is written as soon as the disk takes it.
   *
   * @param rescue - The change that is made where `edit` cannot be: it takes from the answer what must not
   *   be lost.
   * @throws AppError `STORE_WRITE_FAILED` while the answer is in memory only.
   */
  keepAnswer(id: string, edit: Edit, rescue?: Edit): Promise<RegistrationRecord>
  /** For decisions about more than one record. */
  transact: <T>(change: (transaction: Transaction<'registrations'>) => NotAPromise<T>) => Promise<T>
  /** Writes the answers that are in memory only. @returns Ids of registrations whose answers stay so. */
  saveUnsaved(): Promise<string[]>
}

export function createRegistrations(tables: Tables<'registrations'>): Registrations {
  const records = tables.records('registrations')
  const transact: Registrations['transact'] = (change) => tables.transact(change)
  const unsaved = createUnsavedAnswers((id) => change(id, (newest) => newest))
  const queue = createQueueByKey()

  // One after the other, so that no unsaved answer is put over the change that has saved it already.
  const change = (id: string, edit: Edit): Promise<RegistrationRecord> =>
    queue(id, async () => {
      const answers = unsaved.of(id)
      const changed = await transact((transaction) => {
        const newest = transaction.require('registrations', id)
        const next = edit(answers.reduce((record, answer) => answer(record), newest))
        transaction.put('registrations', id, next)
        // As it is kept: what a provider wrote is masked.
        return transaction.require('registrations', id)
      })
      unsaved.forget(id, answers)
      return changed
    })

  async function keepAnswer(id: string, edit: Edit, rescue = edit): Promise<RegistrationRecord> {
    try {
      return await change(id, edit)
    } catch (thrown) {
      if (isDiskRefusal(thrown)) {
        unsaved.add(id, edit)
        throw describeUnsaved(thrown)
      }
      if (rescue === edit) throw thrown
      return keepAnswer(id, rescue)
    }
  }

  return {
    ...showUnsaved(records, unsaved),
    transact,
    add: (record) =>
      transact((transaction) => {
        const earlier = transaction.get('registrations', record.id)
        if (!earlier) transaction.put('registrations', record.id, record)
        return earlier
      }),
    change,
    keepAnswer,
    saveUnsaved: () => unsaved.save(),
  }
}

/** The ledger as its readers see it: with the answers that the disk has refused so far. */
function showUnsaved(
  records: Outlined<RegistrationRecord, RegistrationOutline>,
  unsaved: UnsavedAnswers,
): Outlined<RegistrationRecord, RegistrationOutline> {
  const require = (id: string): RegistrationRecord => unsaved.showIn(records.require(id))
  const outlines = (): readonly RegistrationOutline[] =>
    unsaved.isEmpty
      ? records.outlines()
      : records.outlines().map((one) => (unsaved.of(one.id).length > 0 ? require(one.id) : one))
  return {
    get(id) {
      const record = records.get(id)
      return record && unsaved.showIn(record)
    },
    require,
    list: () => records.list().map((record) => unsaved.showIn(record)),
    each: () => records.each(),
    outlines,
    filter: (matches) =>
      outlines()
        .filter(matches)
        .map(({ id }) => require(id)),
    subscribe: (listener) => records.subscribe(listener),
  }
}

function isDiskRefusal(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError && thrown.code === 'STORE_WRITE_FAILED'
}

function describeUnsaved(cause: AppError): AppError {
  return new AppError('STORE_WRITE_FAILED', {
    detail: 'The provider has answered, and the disk refuses to keep its answer.',
    hint: 'Make space on the disk, and leave the companion running until then: it has the answer in memory and writes it by itself.',
    cause,
  })
}
