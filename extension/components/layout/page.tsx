import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Button } from '../actions/button.tsx'
import styles from './page.module.css'

export interface PageProps {
  title: string
  /** Purpose of the page, in a sentence. */
  lead?: ComponentChildren
  backLabel: string
  onBack: () => void
  /** False where something else takes the focus, such as the row a person came from. */
  takesFocus?: boolean
  /** A change of this value may remove the focused element: the heading then gets the focus. */
  revision?: string
  children: ComponentChildren
}

/** A page of the panel beside the steps: the way back, a heading that takes the focus, its sections. */
export function Page(props: PageProps): VNode {
  const { title, lead, backLabel, onBack, takesFocus = true, revision, children } = props
  const heading = useRef<HTMLHeadingElement>(null)
  const titleId = useId()
  useEffect(() => {
    if (!takesFocus) return
    scrollTo({ top: 0 })
    heading.current?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus()
  }, [revision])
  return (
    <article class={styles['page']} aria-labelledby={titleId}>
      <header class={styles['head']}>
        <p class={styles['back']}>
          <Button look="quiet" icon="back" onClick={onBack}>
            {backLabel}
          </Button>
        </p>
        <h1 id={titleId} tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {lead !== undefined && <p>{lead}</p>}
      </header>
      {children}
    </article>
  )
}
