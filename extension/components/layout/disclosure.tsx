import type { ComponentChildren, VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import styles from './disclosure.module.css'
import { Icon } from './icon.tsx'

export interface DisclosureProps {
  summary: ComponentChildren
  children: ComponentChildren
  /** Opens the section; only the user closes it, who may be reading. */
  isOpen?: boolean | undefined
}

/** Something that may stay closed: the browser's own details element. */
export function Disclosure({ summary, children, isOpen }: DisclosureProps): VNode {
  const details = useRef<HTMLDetailsElement>(null)
  useLayoutEffect(() => {
    if (isOpen && details.current) details.current.open = true
  }, [isOpen])
  return (
    <details class={styles['disclosure']} ref={details}>
      <summary>
        <Icon name="chevron" />
        <span>{summary}</span>
      </summary>
      <div class={styles['body']}>{children}</div>
    </details>
  )
}
