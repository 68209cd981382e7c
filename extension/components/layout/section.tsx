import type { ComponentChildren, VNode } from 'preact'
import { useId } from 'preact/hooks'
import styles from './section.module.css'

export interface SectionProps {
  title: string
  children: ComponentChildren
}

/** One part of a page: a card with a heading. */
export function Section({ title, children }: SectionProps): VNode {
  const titleId = useId()
  return (
    <section class={styles['section']} aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      {children}
    </section>
  )
}
