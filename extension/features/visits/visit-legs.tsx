import type { VNode } from 'preact'
import type { Visit, VisitLeg } from '#shared/contract/visit.ts'
import { LaneChip } from '../../components/feedback/lane-chip.tsx'
import { StatusPill } from '../../components/feedback/status-pill.tsx'
import { Icon } from '../../components/layout/icon.tsx'
import { ExchangeCard } from '../wire/exchange-card.tsx'
import type { WireStore } from '../wire/wire-store.ts'
import { describeTie, MISSING_WORDS } from './visit-words.ts'
import styles from './visits.module.css'

export interface VisitLegsProps {
  legs: readonly VisitLeg[]
  missing: Visit['missing']
  wire: WireStore
}

/** The legs in their order, each over its two lanes; the one that never came stands at the end, dashed. */
export function VisitLegs({ legs, missing, wire }: VisitLegsProps): VNode {
  return (
    <ol class={styles['legs']} aria-label="Legs">
      {legs.map((leg) => (
        <li key={leg.exchange}>
          <Leg leg={leg} wire={wire} />
        </li>
      ))}
      {missing && (
        <li class={styles['missing']}>
          <Icon name="warning" />
          <span>
            <strong>{MISSING_WORDS[missing] ?? missing}</strong> never came
          </span>
        </li>
      )}
    </ol>
  )
}

function Leg({ leg, wire }: { leg: VisitLeg; wire: WireStore }): VNode {
  const exchange = wire.exchanges.value.get(leg.exchange)
  const tie = describeTie(leg)
  // The first 401 of an MCP client is how the protocol begins, no alarm.
  const isMeant = leg.outcome === 'challenge' || (leg.outcome === 'ok' && (leg.status ?? 0) >= 400)
  return (
    <details
      class={styles['leg']}
      data-outcome={leg.outcome}
      onToggle={(event) => {
        if (event.currentTarget.open) void wire.need([leg.exchange], undefined)
      }}
    >
      <summary>
        <span class={styles['route']}>
          <LaneChip lane={leg.from} />
          <Icon name="arrow" />
          <LaneChip lane={leg.to} />
          <span class={styles['end']}>
            <StatusPill status={leg.status} {...(isMeant && { isExpected: true })} />
          </span>
        </span>
        <span class={styles['said']}>{leg.said}</span>
        <code class={styles['url']}>
          <b>{leg.method}</b> {leg.url}
        </code>
        {tie && <span class={styles['tie']}>{tie}</span>}
      </summary>
      {exchange ? (
        <ExchangeCard exchange={exchange} />
      ) : (
        <p class={styles['tie']}>
          The exchange is being read; newer ones may have pushed it out of the record.
        </p>
      )}
    </details>
  )
}
