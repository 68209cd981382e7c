import type { VNode } from 'preact'
import styles from './skeleton.module.css'

/** A placeholder for content that loads; appears after 150 ms, so that quick answers cause no flash. */
export function Skeleton({ label }: { label: string }): VNode {
  return (
    <div class={styles['skeleton']} role="status" aria-label={label}>
      <span />
      <span />
      <span />
    </div>
  )
}
