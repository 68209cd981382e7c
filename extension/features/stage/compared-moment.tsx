import type { VNode } from 'preact'
import { loseMiddle } from './message-lines.ts'
import type { StageStore } from './stage-store.ts'
import styles from './stage.module.css'

/** A cell is 452 u wide; a digit takes 18 u of it in the widest likely font. */
const CELL_CHARACTERS = 24

/** Two things beside each other: what differs is marked on both sides, what is the same is not. */
export function ComparedMoment({ store }: { store: StageStore }): VNode | null {
  const comparison = store.comparison.value
  if (!comparison) return null
  const { left, right, rows, question } = comparison
  return (
    <>
      <table class={styles['compare']}>
        <thead>
          <tr>
            <td />
            {[left, right].map(({ title, subtitle }, index) => (
              <th key={index} scope="col">
                {loseMiddle(title, 24)} <small>{loseMiddle(subtitle, CELL_CHARACTERS)}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{loseMiddle(row.label, 16)}</th>
              {[row.left, row.right].map((value, index) => (
                <td key={index}>
                  {row.isDifferent ? (
                    <mark>{loseMiddle(value, CELL_CHARACTERS)}</mark>
                  ) : (
                    loseMiddle(value, CELL_CHARACTERS)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class={styles['asks']}>{question}</p>
    </>
  )
}
