import type { VNode } from 'preact'
import type { PushReply, PushState } from '#shared/contract/endpoints/push.ts'
import { Notice } from '../../components/feedback/notice.tsx'
import styles from './definitions.module.css'

export type Outcome = Pick<PushReply, 'calls'> & Partial<PushReply>

const STATES: Record<PushState['state'], string> = {
  live: 'live',
  dead: 'taken, and not live',
  written: 'taken, not yet live',
  refused: 'refused',
  not_sent: 'not sent',
}

/** How a push ended: every definition that is not live, with the reason. */
export function PushOutcome({ outcome: { ok, calls, states = [] } }: { outcome: Outcome }): VNode {
  const count = `${calls.length} ${calls.length === 1 ? 'call' : 'calls'}`
  if (ok === undefined)
    return <Notice tone="info" title={`A push makes ${count}. Nothing was sent yet.`} />
  if (ok)
    return (
      <div role="status">
        <Notice tone="ok" title={`Pushed, and live at Tyk after ${count}.`} />
      </div>
    )
  const live = states.filter(({ state }) => state === 'live').length
  const rest = states.filter(({ state }) => state !== 'live')
  return (
    <div role="status">
      <Notice tone="bad" title={`Of ${states.length} definitions ${live} are live at Tyk.`}>
        <dl class={styles['members']}>
          {rest.map(({ kind, id, state, message }) => (
            <div key={`${kind} ${id}`}>
              <dt>
                {kind === 'api' ? 'API' : 'Policy'} <code>{id}</code>: {STATES[state]}
              </dt>
              <dd>{message}</dd>
            </div>
          ))}
        </dl>
      </Notice>
    </div>
  )
}
