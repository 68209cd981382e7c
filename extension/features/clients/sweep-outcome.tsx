import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Sweep } from '#shared/contract/registration.ts'
import { Notice } from '../../components/feedback/notice.tsx'
import { formatCount } from '../../lib/format-count.ts'
import { countClients, nameClient } from './client-words.ts'
import type { ClientsStore } from './clients-store.ts'

const NAMED = 8

export interface SweepOutcomeProps {
  store: ClientsStore
  sweep: Sweep
}

/** What a sweep deleted, and what it had to leave. */
export function SweepOutcome({ store, sweep }: SweepOutcomeProps): VNode {
  const { deleted, left_behind } = sweep
  const named = left_behind.slice(0, NAMED)
  useEffect(() => store.need(named.map(({ id }) => id)), [sweep])
  const findName = (id: string): string => {
    const client = store.find(id)
    return client ? nameClient(client) : id
  }
  return (
    <div role="status">
      {left_behind.length === 0 ? (
        <Notice tone="ok" title={`Deleted ${countClients(deleted.length)}; none is left.`} />
      ) : (
        <Notice
          tone="warn"
          title={`Deleted ${countClients(deleted.length)}, left ${countClients(left_behind.length)} behind.`}
        >
          <ul>
            {named.map(({ id, reason }) => (
              <li key={id}>
                {findName(id)}: {reason}
              </li>
            ))}
            {left_behind.length > NAMED && (
              <li>and {formatCount(left_behind.length - NAMED)} more</li>
            )}
          </ul>
        </Notice>
      )}
    </div>
  )
}
