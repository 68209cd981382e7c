import type { VNode } from 'preact'
import { Breakable } from '../../components/data/breakable.tsx'
import type { ControlProps } from './control-props.ts'
import styles from './step-field.module.css'

export function SwitchControl({ field, id, value, describedBy, onChange }: ControlProps): VNode {
  return (
    <label class={styles['option']}>
      <input
        type="checkbox"
        role="switch"
        id={id}
        name={field.name}
        checked={value === true}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {field.label}
    </label>
  )
}

export function ChoiceControl(props: ControlProps): VNode {
  const { field, id, value, onChange } = props
  return (
    <select
      class={styles['input']}
      id={id}
      name={field.name}
      value={String(value)}
      aria-describedby={props.describedBy}
      aria-invalid={props.issue ? 'true' : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {field.options?.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

export function ChoicesControl({ field, value, issue, onChange }: ControlProps): VNode {
  const chosen = Array.isArray(value) ? value.map(String) : []
  const options = field.options ?? []
  const toggle = (option: string, isChosen: boolean): void =>
    onChange(
      options
        .map((candidate) => candidate.value)
        .filter((name) => (name === option ? isChosen : chosen.includes(name))),
    )
  return (
    <div class={styles['options']}>
      {options.map((option) => (
        <label key={option.value} class={styles['option']}>
          <input
            type="checkbox"
            name={field.name}
            value={option.value}
            checked={chosen.includes(option.value)}
            aria-invalid={issue ? 'true' : undefined}
            onChange={(event) => toggle(option.value, event.currentTarget.checked)}
          />
          <span>
            <Breakable text={option.label} />
          </span>
        </label>
      ))}
    </div>
  )
}
