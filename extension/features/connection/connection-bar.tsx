import type { ComponentChildren, VNode } from 'preact'
import { Icon } from '../../components/layout/icon.tsx'
import styles from './connection-bar.module.css'
import type { ConnectionStore } from './connection-store.ts'
import { describeConnection } from './connection-words.ts'

export interface ConnectionBarProps {
  store: ConnectionStore
  /** The menu button at the end of the bar. */
  children?: ComponentChildren
}

/** The top of the panel: the mark, and the connection as a dot with words. */
export function ConnectionBar({ store, children }: ConnectionBarProps): VNode {
  const { text, tone } = describeConnection({
    phase: store.phase.value,
    origin: store.origin.value,
    status: store.status.value,
    lastError: store.lastError.value,
  })
  return (
    <header class={styles['bar']}>
      <span class={styles['mark']} title="DCR Lab">
        <Icon name="key" />
      </span>
      <p class={styles['state']} role="status" aria-label="Connection" data-tone={tone}>
        <span class={styles['dot']} aria-hidden="true" />
        {text}
      </p>
      {children}
    </header>
  )
}
