import type { VNode } from 'preact'
import { formatCount } from '../../lib/format-count.ts'
import styles from './filter-bar.module.css'

export interface FilterBarProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string; count: number }[]
  onChange: (value: T) => void
}

/** One choice out of a few, each with how many it would show. */
export function FilterBar<T extends string>(props: FilterBarProps<T>): VNode {
  return (
    <div class={styles['bar']} role="group" aria-label={props.label}>
      {props.options.map(({ value, label, count }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          onClick={() => props.onChange(value)}
        >
          {label} <span>{formatCount(count)}</span>
        </button>
      ))}
    </div>
  )
}
