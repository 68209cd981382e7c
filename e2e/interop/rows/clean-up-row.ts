import type { Row } from '../row.ts'

/** The row that runs in any case. */
export const CLEAN_UP = 'clean-up'

/**
 * Deletes all that the rows left, then counts at the server itself. Where clients can be deleted none may be
 * left; where they cannot, the ledger must own up to exactly as many as the server has.
 */
export function cleanUpRow(options: {
  canDelete: boolean
  /** False for a server whose clients nobody here may count; the ledger alone is asked then. */
  isCounted?: boolean
}): Row {
  const { canDelete, isCounted = true } = options
  const ofLedger = {
    ends: '0 in the ledger',
    because: 'each was deleted; the server is not ours to count',
  }
  return {
    name: CLEAN_UP,
    expected: !isCounted
      ? ofLedger
      : canDelete
        ? {
            ends: '0 left at the server, 0 in the ledger',
            because: 'the server deletes clients (RFC 7592)',
          }
        : {
            ends: 'as many left at the server as the ledger says',
            because: 'the server deletes no clients; the ledger must say so',
          },
    async run({ lab, server }) {
      const before = await server.countClients?.()
      const { deleted, left_behind } = await lab.client.sweepClients({ body: {} })
      const { undeleted } = await lab.client.countRegistrations()
      const left = await server.countClients?.()
      const says = `${before} before, ${deleted.length} deleted, ${left_behind.length} left behind, ${left} at the server`
      if (left === undefined) return { ends: `${undeleted} in the ledger`, says }
      if (canDelete) return { ends: `${left} left at the server, ${undeleted} in the ledger`, says }
      return left === undeleted && left_behind.length === undeleted
        ? { ends: 'as many left at the server as the ledger says', says }
        : { ends: `${left} left at the server, ${undeleted} in the ledger`, says }
    },
  }
}
