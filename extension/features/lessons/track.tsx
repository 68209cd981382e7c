import type { VNode } from 'preact'
import type { StepMark } from './lesson-words.ts'
import styles from './lessons.module.css'

/** The steps as segments; words beside it say the same. */
export function Track({ marks }: { marks: readonly StepMark[] }): VNode {
  return (
    <span class={styles['track']} aria-hidden="true">
      {marks.map((mark, index) => (
        <i key={index} data-state={mark} />
      ))}
    </span>
  )
}
