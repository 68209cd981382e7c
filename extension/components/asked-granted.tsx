import type { VNode } from 'preact'
import type { ComparedMember } from '#shared/oauth/metadata/compare-metadata.ts'
import styles from './asked-granted.module.css'
import { Breakable } from './breakable.tsx'
import { Disclosure } from './disclosure.tsx'
import { Icon, type IconName } from './icon.tsx'

type State = ComparedMember['state']

/** What stands beside a member that the provider did not grant as asked. */
const MARKS: Partial<Record<State, { icon: IconName; word: string }>> = {
  dropped: { icon: 'cross', word: 'Dropped' },
  changed: { icon: 'warning', word: 'Changed' },
}

const COUNTED = {
  dropped: 'dropped',
  changed: 'changed',
  same: 'as asked',
  added: 'added by the provider',
} satisfies Record<State, string>

export interface AskedGrantedProps {
  /** What was dropped or changed comes first. */
  members: readonly ComparedMember[]
}

/** Every member of a client's metadata: what was asked beside what was granted, and what that breaks. */
export function AskedGranted({ members }: AskedGrantedProps): VNode {
  const pick = (...states: State[]): ComparedMember[] =>
    members.filter(({ state }) => states.includes(state))
  const differing = pick('dropped', 'changed')
  return (
    <section class={styles['section']} aria-labelledby="asked-granted-title">
      <h3 id="asked-granted-title">Asked / granted</h3>
      <p class={styles['counts']}>{summarize(differing)}</p>
      {differing.length > 0 && (
        <MemberTable caption="Granted otherwise than asked" members={differing} />
      )}
      {(['same', 'added'] as const).map((state) => {
        const own = pick(state)
        const label = `${own.length} ${COUNTED[state]}`
        return (
          own.length > 0 && (
            <Disclosure key={state} summary={label}>
              <MemberTable caption={label} members={own} />
            </Disclosure>
          )
        )
      })}
    </section>
  )
}

function MemberTable(props: { caption: string; members: readonly ComparedMember[] }): VNode {
  return (
    <table class={styles['table']}>
      <caption>{props.caption}</caption>
      <thead>
        <tr>
          <th scope="col">Asked</th>
          <th scope="col">Granted</th>
        </tr>
      </thead>
      {props.members.map((member) => (
        <MemberRows key={member.name} member={member} />
      ))}
    </table>
  )
}

function MemberRows({ member }: { member: ComparedMember }): VNode {
  const { name, state, asked, granted, effect } = member
  const mark = MARKS[state]
  return (
    <tbody data-state={state}>
      <tr>
        <th scope="rowgroup" colSpan={2}>
          <span class={styles['name']}>
            <code>
              <Breakable text={name} />
            </code>
            {mark && (
              <span class={styles['state']}>
                <Icon name={mark.icon} />
                {mark.word}
              </span>
            )}
          </span>
        </th>
      </tr>
      <tr>
        <MemberValue value={asked} absent="not asked" />
        <MemberValue value={granted} absent="not granted" />
      </tr>
      {effect !== undefined && (
        <tr>
          <td colSpan={2} class={styles['effect']}>
            {effect}
          </td>
        </tr>
      )}
    </tbody>
  )
}

function MemberValue({ value, absent }: { value: unknown; absent: string }): VNode {
  const text = writeValue(value)
  return (
    <td>
      {text === undefined ? (
        <em>{absent}</em>
      ) : (
        <code>
          <Breakable text={text} />
        </code>
      )}
    </td>
  )
}

/** A list has a line for each value. */
function writeValue(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value === '' ? '""' : value
  const isPlainList =
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
  return isPlainList ? value.join('\n') : JSON.stringify(value)
}

function summarize(differing: readonly ComparedMember[]): string {
  if (differing.length === 0) return 'All that was asked was granted.'
  return (['dropped', 'changed'] as const)
    .map((state) => ({ state, count: differing.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${COUNTED[state]}`)
    .join(', ')
}
