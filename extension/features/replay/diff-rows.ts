import type { AttemptComparison } from '#shared/contract/replay/attempt-comparison.ts'

type Line = AttemptComparison['body']['lines'][number]

/** A run of equal lines longer than this is folded. */
const MOST_SAME = 6
const CONTEXT = 2

export type DiffRow =
  { kind: 'line'; change: Line['change']; text: string } | { kind: 'fold'; count: number }

/** The lines of a comparison, with long equal runs folded to their edges. */
export function foldLines(lines: readonly Line[]): DiffRow[] {
  return splitRuns(lines).flatMap((run) => {
    const rows = run.map(({ change, text }): DiffRow => ({ kind: 'line', change, text }))
    const isLong = run[0]?.change === 'same' && run.length > MOST_SAME
    if (!isLong) return rows
    const fold: DiffRow = { kind: 'fold', count: run.length - 2 * CONTEXT }
    return [...rows.slice(0, CONTEXT), fold, ...rows.slice(-CONTEXT)]
  })
}

/** One line of each side; a gap where the other side has more. */
export interface BesideRow {
  before: DiffRow | undefined
  after: DiffRow | undefined
}

/** The same rows as two columns: what is gone stands beside what is new. */
export function layBeside(rows: readonly DiffRow[]): BesideRow[] {
  const beside: BesideRow[] = []
  let gone: DiffRow[] = []
  let fresh: DiffRow[] = []
  const flush = (): void => {
    for (let at = 0; at < Math.max(gone.length, fresh.length); at += 1)
      beside.push({ before: gone[at], after: fresh[at] })
    gone = []
    fresh = []
  }
  for (const row of rows) {
    if (row.kind === 'line' && row.change === 'gone') gone.push(row)
    else if (row.kind === 'line' && row.change === 'new') fresh.push(row)
    else {
      flush()
      beside.push({ before: row, after: row })
    }
  }
  flush()
  return beside
}

function splitRuns(lines: readonly Line[]): Line[][] {
  const runs: Line[][] = []
  for (const line of lines) {
    const last = runs.at(-1)
    if (last?.[0]?.change === line.change) last.push(line)
    else runs.push([line])
  }
  return runs
}
