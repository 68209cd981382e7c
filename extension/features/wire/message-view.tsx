import type { VNode } from 'preact'
import type { HeaderLine, RecordedBody } from '#shared/contract/exchange.ts'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { JwtView } from '../../components/data/jwt-view.tsx'
import { ValueTable } from '../../components/data/value-table.tsx'
import { findJwt } from '../../lib/jwt.ts'
import { BodyView } from './body-view.tsx'
import styles from './message-view.module.css'

export interface MessageViewProps {
  title: 'Request' | 'Response'
  message: { status?: number; headers: readonly HeaderLine[]; body?: RecordedBody | undefined }
}

/** A request or an answer: its body in sight, its headers a press away. */
export function MessageView({ title, message }: MessageViewProps): VNode {
  const { headers, body } = message
  const bearer = headers.map(([, value]) => findJwt(value)).find((jwt) => jwt !== undefined)
  return (
    <section class={styles['message']} aria-label={title}>
      <h3>{message.status === undefined ? title : `${title} ${message.status}`}</h3>
      {headers.length > 0 && (
        <Disclosure summary={`Headers (${headers.length})`}>
          <ValueTable caption="As they stood on the wire" rows={headers} />
        </Disclosure>
      )}
      {bearer && <JwtView jwt={bearer} nowMs={Date.now()} />}
      {body ? <BodyView body={body} /> : <p class={styles['none']}>No body</p>}
    </section>
  )
}
