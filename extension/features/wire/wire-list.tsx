import type { VNode } from 'preact'
import type { Exchange } from '#shared/contract/exchange.ts'
import { ExchangeCard } from './exchange-card.tsx'
import styles from './wire-list.module.css'

export interface WireListProps {
  exchanges: readonly Exchange[]
  /** Why there is nothing yet, and what would change that. */
  empty: string
}

/** What was sent and what came back, one card per request. */
export function WireList({ exchanges, empty }: WireListProps): VNode {
  return (
    <section class={styles['wire']} aria-labelledby="wire-title">
      <h2 id="wire-title">On the wire</h2>
      {exchanges.length === 0 ? (
        <p class={styles['empty']}>{empty}</p>
      ) : (
        <ol class={styles['list']}>
          {exchanges.map((exchange) => (
            <li key={exchange.id}>
              <ExchangeCard exchange={exchange} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
