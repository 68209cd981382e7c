import type { VNode } from 'preact'
import type { RecordedBody } from '#shared/contract/exchange.ts'
import { JwtView } from '../../components/data/jwt-view.tsx'
import { ValueTable } from '../../components/data/value-table.tsx'
import { findJwt } from '../../lib/jwt.ts'
import styles from './message-view.module.css'
import { readBody } from './read-body.ts'

/** A body as a person reads it: a form as a table, JSON indented, the rest as it came. */
export function BodyView({ body }: { body: RecordedBody }): VNode {
  const shown = readBody(body)
  const jwt = findJwt(body.text)
  return (
    <>
      {shown.kind === 'form' ? (
        <ValueTable caption="Form" rows={shown.rows} />
      ) : (
        // Long bodies scroll, and what scrolls must be reachable by keyboard.
        <pre class={styles['body']} tabIndex={0} aria-label="Body">
          {shown.text}
        </pre>
      )}
      {body.is_truncated && (
        <p class={styles['note']}>Cut off: the whole body has {body.size_bytes} bytes.</p>
      )}
      {jwt && <JwtView jwt={jwt} nowMs={Date.now()} />}
    </>
  )
}
