import type { ComponentChildren, VNode } from 'preact'
import styles from './check-list.module.css'
import { Icon, type IconName } from '../layout/icon.tsx'

export type CheckState = 'passed' | 'failed' | 'warned' | 'not_reached'

const ICONS: Record<CheckState, IconName> = {
  passed: 'check',
  failed: 'cross',
  warned: 'warning',
  not_reached: 'dash',
}

const WORDS: Record<CheckState, string> = {
  passed: 'Passed',
  failed: 'Failed',
  warned: 'Warning',
  not_reached: 'Not reached',
}

export function CheckList({
  label,
  children,
}: {
  label: string
  children: ComponentChildren
}): VNode {
  return (
    <ul class={styles['list']} aria-label={label}>
      {children}
    </ul>
  )
}

/** A tick, a cross or a dash, with the word for those who do not see it. */
export function CheckItem(props: { state: CheckState; children: ComponentChildren }): VNode {
  return (
    <li class={styles['item']} data-state={props.state}>
      <span role="img" aria-label={WORDS[props.state]} class={styles['mark']}>
        <Icon name={ICONS[props.state]} />
      </span>
      <div class={styles['text']}>{props.children}</div>
    </li>
  )
}
