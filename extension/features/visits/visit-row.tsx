import type { VNode } from 'preact'
import type { Visit } from '#shared/contract/visit.ts'
import { Row, RowLine, type RowProps } from '../../components/data/row-list.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { formatAge } from '../../lib/time-words.ts'
import { describeLikely, describeState, nameVisitor } from './visit-words.ts'
import styles from './visits.module.css'

export interface VisitRowProps extends Omit<RowProps, 'children'> {
  visit: Visit
  nowMs: number
}

/** One visit: who came, where, and what it did in a sentence. */
export function VisitRow({ visit, nowMs, ...props }: VisitRowProps): VNode {
  const { tone, text } = describeState(visit)
  return (
    <Row {...props}>
      <RowLine>
        <strong class={styles['name']}>{nameVisitor(visit)}</strong>
        <StateChip tone={tone}>{text}</StateChip>
      </RowLine>
      <RowLine>
        <span>
          {visit.place}
          {visit.likely && ` · ${describeLikely(visit.likely)}`}
          {visit.by === 'lab' && ' · of this lab'}
        </span>
        <time dateTime={visit.last_at}>{formatAge(Date.parse(visit.last_at), nowMs)}</time>
      </RowLine>
      <span class={styles['summary']}>{visit.summary}</span>
    </Row>
  )
}
