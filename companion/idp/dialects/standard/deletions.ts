/** As many deletions as are remembered; the oldest go first. */
const CAPACITY = 1000

/** When clients were deleted, for the page that a client ends at that did not notice. */
export interface Deletions {
  note: (clientId: string) => void
  /** @returns Milliseconds since the epoch. */
  find: (clientId: string) => number | undefined
}

export function createDeletions(now: () => number): Deletions {
  const known = new Map<string, number>()
  return {
    note(clientId) {
      known.set(clientId, now())
      for (const oldest of known.keys()) {
        if (known.size <= CAPACITY) break
        known.delete(oldest)
      }
    },
    find: (clientId) => known.get(clientId),
  }
}
