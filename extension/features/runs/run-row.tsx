import type { VNode } from 'preact'
import type { Run } from '#shared/contract/run.ts'
import { getJourney } from '#shared/journeys/journeys.ts'
import { Row, RowLine, type RowProps } from '../../components/data/row-list.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { formatAge } from '../../lib/time-words.ts'
import { describeClients, describePlace, describeProgress } from './run-words.ts'
import styles from './runs.module.css'

export interface RunRowProps extends Omit<RowProps, 'children'> {
  run: Run
  /** How many of its clients were not deleted; nothing until that is read. */
  clients: number | undefined
  isOnScreen: boolean
  nowMs: number
}

/** One run: its name, its journey, how far it came, where, with how many clients. */
export function RunRow({ run, clients, isOnScreen, nowMs, ...props }: RunRowProps): VNode {
  const { tone, text } = describeProgress(run)
  const place = describePlace(run)
  return (
    <Row {...props}>
      <RowLine>
        <strong class={styles['name']}>{run.name}</strong>
        {isOnScreen && <StateChip tone="info">On screen</StateChip>}
      </RowLine>
      <RowLine>
        <span>{getJourney(run.journey).title}</span>
        <time dateTime={run.created_at}>{formatAge(Date.parse(run.created_at), nowMs)}</time>
      </RowLine>
      <RowLine>
        <span>{clients === undefined ? place : `${place} · ${describeClients(clients)}`}</span>
      </RowLine>
      <span class={styles['segments']} aria-hidden="true">
        {run.steps.map(({ id, state }) => (
          <i key={id} data-state={state} />
        ))}
      </span>
      <StateChip tone={tone}>{text}</StateChip>
    </Row>
  )
}
