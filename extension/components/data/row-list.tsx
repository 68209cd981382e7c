import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import styles from './row-list.module.css'

/** A list of records, each of which opens a page. */
export function RowList({
  label,
  children,
}: {
  label: string
  children: ComponentChildren
}): VNode {
  return (
    <ol class={styles['list']} aria-label={label}>
      {children}
    </ol>
  )
}

export interface RowProps {
  /** True for the row of the page that was open before. */
  takesFocus: boolean
  onOpen: () => void
  children: ComponentChildren
}

export function Row({ takesFocus, onOpen, children }: RowProps): VNode {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (takesFocus) button.current?.focus()
  }, [takesFocus])
  return (
    <li>
      <button type="button" class={styles['row']} ref={button} onClick={onOpen}>
        {children}
      </button>
    </li>
  )
}

/** A line of a row: what it says on the left, a short word at the end. The first one is the title. */
export function RowLine({ children }: { children: ComponentChildren }): VNode {
  return <span class={styles['line']}>{children}</span>
}
