import type { InputHTMLAttributes, VNode } from 'preact'
import type { ControlProps } from './control-props.ts'
import styles from './step-field.module.css'

const TYPES: Partial<Record<ControlProps['field']['kind'], 'url' | 'email' | 'password'>> = {
  url: 'url',
  email: 'email',
  secret: 'password',
}

/** Everything that is typed: one line, several lines, a number with its unit, a secret. */
export function TextControl(props: ControlProps): VNode {
  const { field, id, keptMask, onChange, onLeave } = props
  const shared = {
    id,
    name: field.name,
    class: styles['input'],
    'data-kind': field.kind,
    'aria-describedby': props.describedBy,
    'aria-invalid': props.issue ? ('true' as const) : undefined,
    value: String(props.value),
    spellcheck: false,
    placeholder: keptMask === undefined ? undefined : `Kept: ${keptMask}`,
    onInput: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
    onBlur: onLeave,
  }
  if (field.kind === 'lines') return <textarea {...shared} rows={2} />
  if (field.kind === 'code') return <textarea {...shared} rows={4} />
  // The types tie each input type to its own roles, so a type chosen at run time needs a cast.
  const input = {
    ...shared,
    type: TYPES[field.kind] ?? 'text',
    inputMode: field.kind === 'number' ? 'numeric' : undefined,
    autocomplete: field.kind === 'secret' ? 'new-password' : 'off',
  } as InputHTMLAttributes<HTMLInputElement>
  return (
    <div class={styles['row']}>
      <input {...input} />
      {field.unit !== undefined && <span>{field.unit}</span>}
    </div>
  )
}
