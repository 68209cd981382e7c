import type { VNode } from 'preact'
import styles from './value-table.module.css'

export interface ValueTableProps {
  caption: string
  rows: readonly (readonly [name: string, value: string])[]
}

/** Names and values in mono, each value a text node and nothing else. */
export function ValueTable({ caption, rows }: ValueTableProps): VNode {
  return (
    <table class={styles['table']}>
      <caption>{caption}</caption>
      <tbody>
        {rows.map(([name, value], index) => (
          <tr key={index}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
