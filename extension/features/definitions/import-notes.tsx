import type { VNode } from 'preact'
import type { ImportNote } from '#shared/contract/endpoints/import-note.ts'
import { Notice } from '../../components/feedback/notice.tsx'
import styles from './definitions.module.css'

/** What the import has to say about single members: unknown ones, and those that nothing here acts on. */
export function ImportNotes({ notes }: { notes: readonly ImportNote[] }): VNode {
  const isServed = notes.every(({ rule }) => rule !== 'not_served')
  return (
    <Notice
      tone={isServed ? 'info' : 'warn'}
      title={isServed ? 'What to know about it' : 'Not all of it is served'}
    >
      <dl class={styles['members']}>
        {notes.map(({ kind, id, rule, members, message }) => (
          <div key={`${kind} ${id} ${rule}`}>
            <dt>
              {kind === 'api' ? 'API' : 'Policy'} {id}: <code>{members.join(', ')}</code>
            </dt>
            <dd>{message}</dd>
          </div>
        ))}
      </dl>
    </Notice>
  )
}
