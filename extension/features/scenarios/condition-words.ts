import type { Conditions } from '#shared/contract/events.ts'
import { meetsRun } from '#shared/faults/meets-run.ts'
import { FAULTS, type FaultId, type FaultStatus } from '#shared/faults/fault.ts'
import { type DialectId, DIALECTS } from '#shared/idp/dialects.ts'
import { formatDistance } from '../../lib/time-words.ts'

/** What a dialect of the embedded provider is called for short. */
export function nameDialect(dialect: DialectId): string {
  return DIALECTS[dialect].label
}

/** What the number of a fault is, if it has one. */
export function findUnit(id: FaultId): 'seconds' | 'milliseconds' | undefined {
  const fault: { effect: string; unit?: 'seconds' | 'milliseconds' } = FAULTS[id]
  return fault.unit
}

const UNITS: readonly [name: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
]

/** How far the lab's clock is from the machine's, such as "1 h 30 min ahead". */
export function describeOffset(seconds: number): string {
  if (seconds === 0) return 'In step with the machine'
  let rest = Math.abs(seconds)
  const parts: string[] = []
  for (const [name, size] of UNITS) {
    const amount = Math.floor(rest / size)
    if (amount > 0) parts.push(`${amount} ${name}`)
    rest -= amount * size
  }
  return `${parts.join(' ')} ${seconds > 0 ? 'ahead' : 'behind'}`
}

/** What ends a fault, and how far it is from that. */
export function describeEnd({ times, used, ends_at }: FaultStatus, nowMs: number): string {
  const strikes = used === 1 ? '1 use' : `${used} uses`
  const ends = [
    times !== undefined && `after ${used} of ${times} uses`,
    ends_at !== undefined && formatDistance(Date.parse(ends_at), nowMs),
  ].filter(Boolean)
  return ends.length === 0 ? `Ends by hand · ${strikes} so far` : `Ends ${ends.join(' or ')}`
}

/** What the badge in the top bar says; nothing while all is as it should be. It promises nothing to a run that it does not break. */
export function describeLab({ active, faults, offset_seconds }: Conditions): string | undefined {
  if (active) return meetsRun(active) ? active.title : `In examinations only: ${active.title}`
  const parts = [
    faults.length > 0 && (faults.length === 1 ? '1 fault on' : `${faults.length} faults on`),
    offset_seconds !== 0 && `clock ${describeOffset(offset_seconds)}`,
  ].filter(Boolean)
  if (parts.length === 0) return undefined
  const text = parts.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
