import { hasChanges, journalName, type ReadJournal } from './journal-files.ts'

/** What the journals of a directory continue. */
export interface JournalOrigin {
  generation: number
  /** What the first journal has to name. */
  origin: string
  /** Whether there is a snapshot; without one, the first release may have written the journal alone. */
  hasSnapshot: boolean
}

/**
 * Follows the journals from the snapshot to the last one. Each is made with the one before it, and a
 * snapshot with its journal, so one that is missing is damage, like changes that continue nothing.
 *
 * @param journals - The oldest first; none is older than the snapshot.
 * @returns What is wrong, and the journal that is written next.
 */
export function followJournals(
  journals: readonly ReadJournal[],
  { generation, origin, hasSnapshot }: JournalOrigin,
): { problems: string[]; last: ReadJournal | undefined } {
  const problems: string[] = []
  const find = (wanted: number): ReadJournal | undefined =>
    journals.find((journal) => journal.generation === wanted)
  let last = find(generation)
  if (!hasSnapshot) {
    const newest = journals.findLast(hasChanges)
    if (newest && (newest.start || newest.generation > 1))
      problems.push(`db.json is missing: ${newest.name} continues it.`)
  } else if (!last)
    problems.push(
      `${journalName(generation)} is missing: the changes since db.json was written stand in it.`,
    )
  if (last?.start && last.start.origin !== origin && problems.length === 0)
    problems.push(
      `${last.name} continues another snapshot than the db.json beside it: one of the two files is older, or missing.`,
    )
  while (last?.isContinued) {
    const next = find(last.generation + 1)
    if (!next) {
      problems.push(`${journalName(last.generation + 1)} is missing: it continues ${last.name}.`)
      break
    }
    if (next.start?.origin !== last.link)
      problems.push(`${next.name} does not continue ${last.name}: one of the two files is another.`)
    last = next
  }
  // A snapshot that was cut short leaves an empty journal.
  const newer = journals.find(
    (journal) => last && journal.generation > last.generation && hasChanges(journal),
  )
  if (newer && problems.length === 0)
    problems.push(`db.json is older than ${newer.name}: the newer snapshot is missing.`)
  return { problems, last }
}
