import type { VNode } from 'preact'
import type { Lane } from '#shared/contract/exchange.ts'
import styles from './lane-chip.module.css'

/** The letter of each lane, beside its hue. */
export const LANE_LETTERS: Record<Lane, string> = {
  developer: 'D',
  registrar: 'R',
  idp: 'I',
  app: 'A',
  gateway: 'G',
  upstream: 'U',
}

export const LANE_NAMES: Record<Lane, string> = {
  developer: 'developer',
  registrar: 'registrar',
  idp: 'IdP',
  app: 'app',
  gateway: 'gateway',
  upstream: 'upstream',
}

/** Who speaks: a letter in the lane's hue, and a name that defaults to the lane's own. */
export function LaneChip({ lane, name = LANE_NAMES[lane] }: { lane: Lane; name?: string }): VNode {
  return (
    <span class={styles['chip']} data-lane={lane}>
      <span class={styles['letter']} aria-hidden="true">
        {LANE_LETTERS[lane]}
      </span>
      {name}
    </span>
  )
}
