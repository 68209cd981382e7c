import type { VNode } from 'preact'
import type { Field } from '#shared/journeys/step.ts'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import styles from './field-groups.module.css'

export interface FieldGroupsProps {
  label: string
  fields: readonly Field[]
  isFilled: (field: Field) => boolean
  hasIssue: (field: Field) => boolean
  draw: (field: Field) => VNode
}

/** Fields that most people leave alone: folded, group by group, each saying how many have a value. */
export function FieldGroups({ label, fields, ...rest }: FieldGroupsProps): VNode {
  const grouped = fields.filter((field) => field.group !== undefined)
  const names = [...new Set(grouped.map((field) => field.group ?? ''))]
  return (
    <Folded {...rest} label={label} fields={grouped}>
      {names.map((name) => {
        const own = grouped.filter((field) => field.group === name)
        return (
          <Folded key={name} {...rest} label={name} fields={own}>
            {own.map(rest.draw)}
          </Folded>
        )
      })}
    </Folded>
  )
}

function Folded(props: FieldGroupsProps & { children: VNode[] }): VNode {
  const { label, fields, children } = props
  const filled = fields.filter(props.isFilled).length
  return (
    <Disclosure
      summary={
        <span class={styles['summary']}>
          {label}
          {filled > 0 && <span class={styles['count']}>{filled} set</span>}
        </span>
      }
      isOpen={fields.some(props.hasIssue)}
    >
      <div class={styles['fields']}>{children}</div>
    </Disclosure>
  )
}
