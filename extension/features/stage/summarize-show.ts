import type { Exchange } from '#shared/contract/exchange.ts'
import type { Arrow } from '../sequence/arrow.ts'
import { layOutSequence } from '../sequence/lay-out-sequence.ts'

const MAX_ARROWS = 5

/**
 * A whole show in at most five arrows: of each scene its newest call with its status, and the newest that
 * was refused. Calls that went the same way with the same status are one.
 */
export function summarizeShow(scenes: readonly (readonly Exchange[])[]): Arrow[] {
  const arrows = scenes.flatMap((exchanges) => {
    const calls = listCalls(exchanges)
    const refused = calls.findLast(({ isRefused }) => isRefused)
    const newest = calls.at(-1)
    return [...(refused && refused !== newest ? [refused] : []), ...(newest ? [newest] : [])]
  })
  const unique = arrows.filter(
    (arrow, at) => arrows.findLastIndex((other) => nameOf(other) === nameOf(arrow)) === at,
  )
  return unique.slice(-MAX_ARROWS)
}

/** Calls that no other call caused; each is its request, with the status of its answer. */
function listCalls(exchanges: readonly Exchange[]): Arrow[] {
  const calls: Arrow[] = []
  const open: Arrow[] = []
  for (const arrow of layOutSequence(exchanges)) {
    if (arrow.kind === 'request') {
      open.push(arrow)
      continue
    }
    const request = open.pop()
    if (!request || open.length > 0) continue
    const { status, isRefused, spoken } = arrow
    calls.push({ ...request, isRefused, spoken, ...(status !== undefined && { status }) })
  }
  return calls
}

function nameOf({ from, to, label, status }: Arrow): string {
  return [from, to, label, status].join(' ')
}
