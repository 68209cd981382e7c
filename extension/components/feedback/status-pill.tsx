import type { VNode } from 'preact'
import styles from './status-pill.module.css'

/** An HTTP status, or the word for no answer at all. */
export function StatusPill({ status }: { status: number | undefined }): VNode {
  return (
    <span class={styles['pill']} data-tone={findTone(status)}>
      {status ?? 'no answer'}
    </span>
  )
}

function findTone(status: number | undefined): string {
  if (status === undefined || status >= 400) return 'bad'
  return status >= 300 ? 'info' : 'ok'
}
