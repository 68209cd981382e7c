import type { VNode } from 'preact'
import type { PushCall } from '#shared/contract/endpoints/push.ts'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { StatusPill } from '../../components/feedback/status-pill.tsx'
import styles from './definitions.module.css'

/** The calls of a push in their order, each with what it carries and, once made, its answer. */
export function PushCalls({ calls }: { calls: readonly PushCall[] }): VNode {
  return (
    <ol class={styles['calls']} aria-label="Calls of the push">
      {calls.map((call, index) => (
        <li key={index}>
          {call.body === undefined && call.answer === undefined ? (
            <CallLine call={call} />
          ) : (
            <Disclosure summary={<CallLine call={call} />}>
              {call.answer !== undefined && <Text name="Answer" text={call.answer} />}
              {call.body !== undefined && (
                <Text name="Body" text={JSON.stringify(call.body, null, 2)} />
              )}
            </Disclosure>
          )}
        </li>
      ))}
    </ol>
  )
}

function CallLine({ call }: { call: PushCall }): VNode {
  return (
    <span class={styles['call']}>
      <code>
        <b>{call.method}</b> {call.url}
      </code>
      {call.status !== undefined && <StatusPill status={call.status} />}
    </span>
  )
}

function Text({ name, text }: { name: string; text: string }): VNode {
  return (
    <div>
      <h3>{name}</h3>
      <pre tabIndex={0} aria-label={name}>
        {text}
      </pre>
    </div>
  )
}
