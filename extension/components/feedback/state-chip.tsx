import type { VNode } from 'preact'
import { Icon, type IconName } from '../layout/icon.tsx'
import styles from './state-chip.module.css'

export type ChipTone = 'ok' | 'warn' | 'bad' | 'muted' | 'info'

const ICONS: Record<ChipTone, IconName> = {
  ok: 'check',
  warn: 'warning',
  bad: 'cross',
  muted: 'dash',
  info: 'info',
}

/** A state in a word, with its icon, in its colour. */
export function StateChip({ tone, children }: { tone: ChipTone; children: string }): VNode {
  return (
    <span class={styles['chip']} data-tone={tone}>
      <Icon name={ICONS[tone]} />
      {children}
    </span>
  )
}
