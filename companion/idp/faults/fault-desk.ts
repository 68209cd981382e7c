import type { ActiveFault, FaultId } from '#shared/faults/fault.ts'

interface Entry {
  fault: ActiveFault
  uses: number
  /** Milliseconds since the epoch. */
  endsAtMs: number
}

/** Which faults the embedded identity provider has at the moment. They never outlive the process. */
export interface FaultDesk {
  list: () => ActiveFault[]
  /** Takes the place of those that were on. */
  set: (faults: readonly ActiveFault[]) => void
  has: (dialect: string) => boolean
  /** The fault, if it is on for this dialect; it counts as used once. */
  take: (id: FaultId, dialect: string) => ActiveFault | undefined
}

/** @param nowMs - The machine's time: a fault's end does not move with the lab's clock. */
export function createFaultDesk(nowMs: () => number = Date.now): FaultDesk {
  let entries: Entry[] = []
  const isOn = ({ fault, uses, endsAtMs }: Entry): boolean =>
    uses < (fault.times ?? Infinity) && nowMs() < endsAtMs
  const current = (): Entry[] => {
    entries = entries.filter(isOn)
    return entries
  }
  const fits = ({ fault }: Entry, dialect: string): boolean =>
    fault.dialect === undefined || fault.dialect === dialect
  return {
    list: () => current().map(({ fault }) => fault),
    set(faults) {
      entries = faults.map((fault) => ({
        fault,
        uses: 0,
        endsAtMs: fault.seconds === undefined ? Infinity : nowMs() + fault.seconds * 1000,
      }))
    },
    has: (dialect) => current().some((entry) => fits(entry, dialect)),
    take(id, dialect) {
      const entry = current().find(
        ({ fault }) => fault.id === id && (fault.dialect ?? dialect) === dialect,
      )
      if (!entry) return undefined
      entry.uses += 1
      return entry.fault
    },
  }
}
