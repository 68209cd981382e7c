import type { VNode } from 'preact'
import type { ComparedMember } from '#shared/oauth/metadata/compare-metadata.ts'
import { Breakable } from './breakable.tsx'
import { Icon, type IconName } from '../layout/icon.tsx'
import styles from './member-table.module.css'

/** The note at a member that differs. */
const MARKS: Record<ComparedMember['state'], { icon: IconName; word: string } | undefined> = {
  dropped: { icon: 'cross', word: 'Dropped' },
  changed: { icon: 'warning', word: 'Changed' },
  unsaid: { icon: 'warning', word: 'Not said' },
  added: { icon: 'info', word: 'Added' },
  same: undefined,
}

export interface MemberTableProps {
  caption: string
  members: readonly ComparedMember[]
  /** The headings of the left column, such as "Asked", and of the right column. */
  heads: readonly [left: string, right: string]
  /** The text for a missing value. */
  absent: readonly [left: string, right: string]
  /** False where the caption already applies to every member. */
  isMarked?: boolean
  /** True where the caption is visible, not only for screen readers. */
  isCaptionShown?: boolean
}

/** Members of a client's metadata, two values of each side by side, and what the difference breaks. */
export function MemberTable(props: MemberTableProps): VNode {
  const { caption, members, heads, absent, isMarked = true, isCaptionShown = false } = props
  return (
    <table class={styles['table']}>
      <caption data-shown={isCaptionShown || undefined}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{heads[0]}</th>
          <th scope="col">{heads[1]}</th>
        </tr>
      </thead>
      {members.map((member) => (
        <MemberRows key={member.name} member={member} absent={absent} isMarked={isMarked} />
      ))}
    </table>
  )
}

interface MemberRowsProps extends Pick<MemberTableProps, 'absent'> {
  member: ComparedMember
  isMarked: boolean
}

function MemberRows({ member, absent, isMarked }: MemberRowsProps): VNode {
  const { name, state, asked, granted, effect } = member
  const mark = isMarked ? MARKS[state] : undefined
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
        <MemberValue value={asked} absent={absent[0]} />
        <MemberValue value={granted} absent={absent[1]} />
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
