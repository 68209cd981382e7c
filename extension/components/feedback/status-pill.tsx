import type { VNode } from 'preact'
import styles from './status-pill.module.css'

export interface StatusPillProps {
  status: number | undefined
  /** Where something was expected: a refusal that was wanted is no alarm. */
  isExpected?: boolean
}

/** An HTTP status, or the word for no answer at all. */
export function StatusPill({ status, isExpected }: StatusPillProps): VNode {
  return (
    <span
      class={styles['pill']}
      data-tone={isExpected === undefined ? findTone(status) : isExpected ? 'info' : 'bad'}
    >
      {status ?? 'no answer'}
    </span>
  )
}

function findTone(status: number | undefined): string {
  if (status === undefined || status >= 400) return 'bad'
  return status >= 300 ? 'info' : 'ok'
}
