import type { VNode } from 'preact'
import type { ComparedMember } from '#shared/oauth/metadata/compare-metadata.ts'
import styles from './asked-granted.module.css'
import { Disclosure } from '../layout/disclosure.tsx'
import { MemberTable } from './member-table.tsx'

type State = ComparedMember['state']

const COUNTED = {
  dropped: 'dropped',
  changed: 'changed',
  unsaid: 'not said',
  same: 'as asked',
  added: 'added by the provider',
} satisfies Record<State, string>

const COLUMNS = {
  heads: ['Asked', 'Granted'],
  absent: ['not asked', 'not granted'],
} as const

export interface AskedGrantedProps {
  /** Dropped and changed members come first. */
  members: readonly ComparedMember[]
}

/** Every member of a client's metadata: asked value, granted value, and the consequences of a difference. */
export function AskedGranted({ members }: AskedGrantedProps): VNode {
  const pick = (...states: State[]): ComparedMember[] =>
    members.filter(({ state }) => states.includes(state))
  const differing = pick('dropped', 'changed', 'unsaid')
  return (
    <section class={styles['section']} aria-labelledby="asked-granted-title">
      <h3 id="asked-granted-title">Asked / granted</h3>
      <p class={styles['counts']}>{summarize(differing)}</p>
      {differing.length > 0 && (
        <MemberTable {...COLUMNS} caption="Granted otherwise than asked" members={differing} />
      )}
      {(['same', 'added'] as const).map((state) => {
        const own = pick(state)
        const label = `${own.length} ${COUNTED[state]}`
        return (
          own.length > 0 && (
            <Disclosure key={state} summary={label}>
              <MemberTable {...COLUMNS} caption={label} members={own} isMarked={false} />
            </Disclosure>
          )
        )
      })}
    </section>
  )
}

function summarize(differing: readonly ComparedMember[]): string {
  if (differing.length === 0) return 'All that was asked was granted.'
  return (['dropped', 'changed', 'unsaid'] as const)
    .map((state) => ({ state, count: differing.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${COUNTED[state]}`)
    .join(', ')
}
