import type { VNode } from 'preact'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import { StatusPill } from '../../components/feedback/status-pill.tsx'
import { formatDuration } from '../../lib/time-words.ts'
import styles from './replay.module.css'
import { VerdictStrip } from './verdict-strip.tsx'

/** What came of an attempt: its status, its verdict, its time. */
export function AnswerHead({ number, attempt }: { number: number; attempt: Attempt }): VNode {
  const { name, answer, failure, verdict, duration_ms } = attempt
  return (
    <section class={styles['answer']} aria-label={`Attempt ${number}, ${name}`}>
      <p class={styles['title']}>
        <strong>
          {number}, <bdi>{name}</bdi>
        </strong>
        <StatusPill status={answer?.status} />
      </p>
      {verdict && <VerdictStrip verdict={verdict} />}
      {verdict?.reason !== undefined && <p>{verdict.reason}</p>}
      {failure !== undefined && <p class={styles['failure']}>{failure}</p>}
      <p class={styles['quiet']}>{formatDuration(duration_ms)}</p>
    </section>
  )
}
