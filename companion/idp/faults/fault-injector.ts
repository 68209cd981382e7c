import type { ActiveFault, FaultId, FaultStatus } from '#shared/faults/fault.ts'

interface Entry {
  fault: ActiveFault
  uses: number
  /** Milliseconds since the epoch. */
  endsAtMs: number
}

/** Which faults the embedded identity provider has at the moment. They never outlive the process. */
export interface FaultInjector {
  list: () => ActiveFault[]
  /** The same, with how far each is from its end. */
  report: () => FaultStatus[]
  /** Takes the place of those that were on. */
  set: (faults: readonly ActiveFault[]) => void
  /** Switches one on; the others stay. */
  put: (fault: ActiveFault) => void
  remove: (id: FaultId) => void
  has: (dialect: string) => boolean
  /** The fault, if it is on for this dialect; it counts as used once. */
  take: (id: FaultId, dialect: string) => ActiveFault | undefined
  /** Calls `listener` when a fault began, was used or ended. Returns the way to stop that. */
  subscribe: (listener: () => void) => () => void
}

/** The longest time that a timer can wait, in milliseconds. */
const LONGEST_MS = 2_147_483_647

/** @param nowMs - The machine's time: a fault's end does not move with the lab's clock. */
export function createFaultInjector(nowMs: () => number = Date.now): FaultInjector {
  let entries: Entry[] = []
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  const isOn = ({ fault, uses, endsAtMs }: Entry): boolean =>
    uses < (fault.times ?? Infinity) && nowMs() < endsAtMs
  const current = (): Entry[] => {
    entries = entries.filter(isOn)
    return entries
  }
  const fits = ({ fault }: Entry, dialect: string): boolean =>
    fault.dialect === undefined || fault.dialect === dialect
  const begin = (fault: ActiveFault): Entry => {
    const ms = fault.seconds === undefined ? Infinity : fault.seconds * 1000
    if (ms < LONGEST_MS) setTimeout(tell, ms).unref()
    return { fault, uses: 0, endsAtMs: nowMs() + ms }
  }
  const replace = (next: Entry[]): void => {
    entries = next
    tell()
  }
  return {
    list: () => current().map(({ fault }) => fault),
    report: () => current().map(describeEntry),
    set: (faults) => replace(faults.map(begin)),
    put: (fault) =>
      replace([...current().filter((entry) => entry.fault.id !== fault.id), begin(fault)]),
    remove: (id) => replace(current().filter(({ fault }) => fault.id !== id)),
    has: (dialect) => current().some((entry) => fits(entry, dialect)),
    take(id, dialect) {
      const entry = current().find(
        ({ fault }) => fault.id === id && (fault.dialect ?? dialect) === dialect,
      )
      if (!entry) return undefined
      entry.uses += 1
      tell()
      return entry.fault
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function describeEntry({ fault, uses, endsAtMs }: Entry): FaultStatus {
  return {
    ...fault,
    used: uses,
    ...(Number.isFinite(endsAtMs) && { ends_at: new Date(endsAtMs).toISOString() }),
  }
}
