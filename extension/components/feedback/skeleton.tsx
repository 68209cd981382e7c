import type { VNode } from 'preact'
import styles from './skeleton.module.css'

/** The shape of what is to come; appears after 150 ms, so that quick answers do not flash. */
export function Skeleton({ label }: { label: string }): VNode {
  return (
    <div class={styles['skeleton']} role="status" aria-label={label}>
      <span />
      <span />
      <span />
    </div>
  )
}
