import type { ComponentChildren, InputHTMLAttributes, VNode } from 'preact'
import { useId } from 'preact/hooks'
import styles from './form.module.css'
import { Icon } from '../layout/icon.tsx'

export interface FormProps {
  onSubmit: () => void
  children: ComponentChildren
}

/** Fields that the companion validates, without the browser's own validation messages. */
export function Form({ onSubmit, children }: FormProps): VNode {
  return (
    <form
      class={styles['form']}
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
    </form>
  )
}

interface FieldProps {
  label: string
  help?: ComponentChildren
  /** What is wrong with the value, in a sentence. */
  issue?: string | undefined
}

/** The attributes that connect a control to its field. */
interface Belonging {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

function Field(props: FieldProps & { control: (belonging: Belonging) => VNode }): VNode {
  const { label, help, issue = '' } = props
  const id = useId()
  const described = [issue !== '' && `${id}-issue`, help !== undefined && `${id}-help`]
  const belonging: Belonging = {
    id,
    'aria-describedby': described.filter(Boolean).join(' ') || undefined,
    'aria-invalid': issue === '' ? undefined : 'true',
  }
  return (
    <div class={styles['field']}>
      <label htmlFor={id}>{label}</label>
      {props.control(belonging)}
      {issue !== '' && (
        <p id={`${id}-issue`} class={styles['issue']}>
          <Icon name="cross" />
          <span>{issue}</span>
        </p>
      )}
      {help !== undefined && (
        <p id={`${id}-help`} class={styles['help']}>
          {help}
        </p>
      )}
    </div>
  )
}

export interface TextFieldProps extends FieldProps {
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'url' | 'search' | 'password'
  /** More than one makes it a field of several lines. */
  rows?: number
  placeholder?: string
}

export function TextField(props: TextFieldProps): VNode {
  const { value, onChange, type = 'text', rows = 1, placeholder } = props
  return (
    <Field
      {...props}
      control={(belonging) => {
        const shared = {
          ...belonging,
          class: styles['input'],
          'data-type': type,
          value,
          spellcheck: false,
          placeholder,
          onInput: (event: { currentTarget: { value: string } }) =>
            onChange(event.currentTarget.value),
        }
        if (rows > 1) return <textarea {...shared} rows={rows} />
        // The types tie each input type to its own roles, so a type chosen at run time needs a cast.
        const input = {
          ...shared,
          type,
          autocomplete: type === 'password' ? 'new-password' : 'off',
        } as InputHTMLAttributes<HTMLInputElement>
        return <input {...input} />
      }}
    />
  )
}

export interface SelectFieldProps<T extends string> extends FieldProps {
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; label: string }[]
}

export function SelectField<T extends string>(props: SelectFieldProps<T>): VNode {
  const { value, onChange, options } = props
  return (
    <Field
      {...props}
      control={(belonging) => (
        <select
          {...belonging}
          class={styles['input']}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value as T)}
        >
          {options.map((option) => (
            <option
              key={option.value}
              value={option.value}
              selected={option.value === value || undefined}
            >
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
  )
}

export interface SwitchFieldProps {
  label: string
  help?: ComponentChildren
  value: boolean
  onChange: (value: boolean) => void
}

export function SwitchField({ label, help, value, onChange }: SwitchFieldProps): VNode {
  const id = useId()
  return (
    <div class={styles['switch']}>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        checked={value}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {help !== undefined && (
        <p id={`${id}-help`} class={styles['help']}>
          {help}
        </p>
      )}
    </div>
  )
}

/** Buttons in a row that breaks where it has to. */
export function Buttons({ children }: { children: ComponentChildren }): VNode {
  return <div class={styles['buttons']}>{children}</div>
}
