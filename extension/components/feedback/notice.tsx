import type { ComponentChildren, VNode } from 'preact'
import { Icon, type IconName } from '../layout/icon.tsx'
import styles from './notice.module.css'

type Tone = 'ok' | 'info' | 'warn' | 'bad'

const ICONS: Record<Tone, IconName> = { ok: 'check', info: 'info', warn: 'warning', bad: 'cross' }

export interface NoticeProps {
  tone: Tone
  title?: string | undefined
  children?: ComponentChildren
  /** True when it must be spoken as soon as it appears. */
  isUrgent?: boolean
}

export function Notice({ tone, title, children, isUrgent = false }: NoticeProps): VNode {
  return (
    <div class={styles['notice']} data-tone={tone} role={isUrgent ? 'alert' : undefined}>
      <Icon name={ICONS[tone]} />
      <div class={styles['text']}>
        {title && <p class={styles['title']}>{title}</p>}
        {children}
      </div>
    </div>
  )
}
