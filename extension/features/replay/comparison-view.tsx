import type { VNode } from 'preact'
import type { AttemptComparison } from '#shared/contract/replay/attempt-comparison.ts'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { DiffView } from './diff-view.tsx'
import styles from './replay.module.css'

type Line = AttemptComparison['body']['lines'][number]
type Header = AttemptComparison['headers'][number]

/** What differs between two answers, changed lines only. */
export function ComparisonView({ comparison }: { comparison: AttemptComparison }): VNode {
  const { headers, body } = comparison
  const changed = headers.filter(({ change, is_volatile }) => change !== 'same' && !is_volatile)
  const rest = headers.filter((header) => !changed.includes(header))
  return (
    <>
      <section aria-label="Body" class={styles['part']}>
        <h3>
          Body <small>{body.is_same ? 'the same' : countMembers(body)}</small>
        </h3>
        {body.note !== undefined && <p class={styles['note']}>{body.note}</p>}
        {!body.is_same && body.lines.length > 0 && <DiffView lines={body.lines} />}
      </section>
      <section aria-label="Headers" class={styles['part']}>
        <h3>
          Headers <small>{changed.length === 0 ? 'the same' : `${changed.length} changed`}</small>
        </h3>
        {changed.length > 0 && <DiffView lines={changed.flatMap(writeHeader)} />}
        {rest.length > 0 && (
          <Disclosure summary={`${rest.length} are the same, or differ with every answer`}>
            <DiffView lines={rest.flatMap(writeHeader)} />
          </Disclosure>
        )}
      </section>
    </>
  )
}

function countMembers({ kind, members }: AttemptComparison['body']): string {
  if (kind !== 'json' || members.length === 0) return 'changed'
  return `${members.length} ${members.length === 1 ? 'member' : 'members'} changed`
}

function writeHeader({ name, before, after, change }: Header): Line[] {
  if (change === 'same') return [{ change: 'same', text: `${name}: ${before ?? ''}` }]
  const gone: Line[] = before === undefined ? [] : [{ change: 'gone', text: `${name}: ${before}` }]
  const fresh: Line[] = after === undefined ? [] : [{ change: 'new', text: `${name}: ${after}` }]
  return [...gone, ...fresh]
}
