import type { VNode } from 'preact'
import { type BesideRow, type DiffRow, foldLines, layBeside } from './diff-rows.ts'
import type { AttemptComparison } from '#shared/contract/replay/attempt-comparison.ts'
import styles from './diff-view.module.css'

const MARKS = { same: ' ', gone: '−', new: '+' } as const
const WORDS = { same: '', gone: 'gone: ', new: 'new: ' } as const

/** Two texts, line by line: beside each other where there is room, else in one column. */
export function DiffView({ lines }: { lines: AttemptComparison['body']['lines'] }): VNode {
  const rows = foldLines(lines)
  return (
    <div class={styles['diff']}>
      <pre class={styles['column']}>
        {rows.map((row, at) => (
          <Line key={at} row={row} />
        ))}
      </pre>
      <div class={styles['beside']} aria-hidden="true">
        <Side rows={layBeside(rows)} side="before" />
        <Side rows={layBeside(rows)} side="after" />
      </div>
    </div>
  )
}

function Side({ rows, side }: { rows: readonly BesideRow[]; side: keyof BesideRow }): VNode {
  return (
    <pre>
      {rows.map((row, at) => {
        const line = row[side]
        return line ? <Line key={at} row={line} /> : <span key={at} class={styles['gap']} />
      })}
    </pre>
  )
}

function Line({ row }: { row: DiffRow }): VNode {
  if (row.kind === 'fold') return <span class={styles['fold']}>{row.count} lines are the same</span>
  return (
    <span class={styles['line']} data-change={row.change}>
      <i aria-hidden="true">{MARKS[row.change]}</i>
      <span class={styles['aloud']}>{WORDS[row.change]}</span>
      {row.text}
    </span>
  )
}
