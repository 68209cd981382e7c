import type { RowResult } from './row.ts'
import type { ServerResult } from './run-server.ts'

/** Something was wrong. */
export const WRONG = 1
/** The command line cannot be read. */
export const USAGE = 2
/** Nothing was wrong, and at least one server was not tried: never to be taken for a pass. */
export const NOT_TRIED = 3

/** 0 only when every server was tried and every row right. */
export function chooseExitCode(
  results: readonly (Pick<ServerResult, 'state'> & { rows: readonly RowResult[] })[],
): number {
  const isWrong = results.some(
    ({ state, rows }) => state === 'broken' || rows.some(({ faults }) => faults.length > 0),
  )
  if (isWrong) return WRONG
  const isWhole = results.length > 0 && results.every(({ state }) => state === 'tried')
  return isWhole ? 0 : NOT_TRIED
}
