import type { VNode } from 'preact'
import type { Exchange } from '#shared/contract/exchange.ts'
import { ExchangeCard } from './exchange-card.tsx'
import styles from './wire-list.module.css'

export interface WireListProps {
  exchanges: readonly Exchange[]
  /** The verb on the button that would make the first exchange appear. */
  runLabel: string
  /** The step has passed. */
  isDone: boolean
  isRunning: boolean
}

/** What this step sent and got, one card per request. */
export function WireList(props: WireListProps): VNode {
  const { exchanges } = props
  return (
    <section class={styles['wire']} aria-labelledby="wire-title">
      <h2 id="wire-title">On the wire</h2>
      {exchanges.length === 0 ? (
        <p class={styles['empty']}>{describeEmptiness(props)}</p>
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

function describeEmptiness({ isRunning, isDone, runLabel }: WireListProps): string {
  if (isRunning) return 'A request stands here as soon as it is answered.'
  return isDone
    ? 'Nothing went over the wire: the companion did this step by itself.'
    : `Each request of this step and its answer will stand here, once “${runLabel}” sends one.`
}
