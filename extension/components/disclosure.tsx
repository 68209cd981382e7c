import type { ComponentChildren, VNode } from 'preact'
import styles from './disclosure.module.css'
import { Icon } from './icon.tsx'

export interface DisclosureProps {
  summary: ComponentChildren
  children: ComponentChildren
  isOpen?: boolean | undefined
}

/** Something that may stay closed: the browser's own details element. */
export function Disclosure({ summary, children, isOpen }: DisclosureProps): VNode {
  return (
    <details class={styles['disclosure']} open={isOpen}>
      <summary>
        <Icon name="chevron" />
        <span>{summary}</span>
      </summary>
      <div class={styles['body']}>{children}</div>
    </details>
  )
}
