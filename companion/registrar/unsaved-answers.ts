import type { RegistrationRecord } from '../store/schema.ts'

const RETRY_MS = 1000

/** Makes the next record from the newest one; a copy from before a call may be out of date. */
export type Edit = (newest: RegistrationRecord) => RegistrationRecord

/** Answers of providers that the disk has refused so far, by registration. */
export interface UnsavedAnswers {
  add(id: string, answer: Edit): void
  of(id: string): readonly Edit[]
  /** True while the disk has taken everything, which is nearly always. */
  readonly isEmpty: boolean
  forget(id: string, saved: readonly Edit[]): void
  /** The record with its unsaved answers, and a sentence that says what is the matter with them. */
  showIn(record: RegistrationRecord): RegistrationRecord
  /** @returns Ids of registrations whose answers are still not saved. */
  save(): Promise<string[]>
}

/** @param save - Writes the unsaved answers of a registration, and makes them forgotten. */
export function createUnsavedAnswers(save: (id: string) => Promise<unknown>): UnsavedAnswers {
  const answers = new Map<string, readonly Edit[]>()
  let timer: NodeJS.Timeout | undefined

  async function saveAll(): Promise<string[]> {
    clearTimeout(timer)
    timer = undefined
    await Promise.allSettled([...answers.keys()].map(save))
    if (answers.size > 0) tryLater()
    return [...answers.keys()]
  }

  function tryLater(): void {
    timer ??= setTimeout(() => void saveAll(), RETRY_MS).unref()
  }

  const of = (id: string): readonly Edit[] => answers.get(id) ?? []
  return {
    add(id, answer) {
      answers.set(id, [...of(id), answer])
      tryLater()
    },
    of,
    get isEmpty() {
      return answers.size === 0
    },
    forget(id, saved) {
      const left = of(id).filter((answer) => !saved.includes(answer))
      if (left.length > 0) answers.set(id, left)
      else answers.delete(id)
    },
    showIn(record) {
      const own = answers.get(record.id)
      if (!own) return record
      const shown = own.reduce((newest, answer) => answer(newest), record)
      return {
        ...shown,
        // The disk still says that the registration is under way; after a crash nothing else is known.
        state: record.state === 'intent' ? 'unknown' : shown.state,
        failure:
          'The provider has answered, and the disk refuses to keep its answer. Make space on the disk; until then leave the companion running: it has the answer in memory and writes it by itself.',
      }
    },
    save: saveAll,
  }
}
