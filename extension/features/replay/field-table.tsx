import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ReplayField } from '#shared/contract/replay/replay-request.ts'
import { isSecretName } from '#shared/secrets/secret-names.ts'
import { Button } from '../../components/actions/button.tsx'
import { IconButton } from '../../components/actions/icon-button.tsx'
import { useLostFocus } from '../../components/forms/use-lost-focus.ts'
import styles from './replay.module.css'

export interface FieldTableProps {
  title: string
  /** One of them: "header". */
  noun: string
  fields: readonly ReplayField[]
  onChange: (fields: ReplayField[]) => void
}

/** Names and values that can be changed, switched off, removed and added. */
export function FieldTable({ title, noun, fields, onChange }: FieldTableProps): VNode {
  const change = (at: number, part: Partial<ReplayField>): void =>
    onChange(fields.map((field, index) => (index === at ? { ...field, ...part } : field)))
  const part = useRef<HTMLElement>(null)
  const isAdding = useRef(false)
  useLostFocus(fields.length, () => part.current?.querySelector('p > button'))
  useEffect(() => {
    if (isAdding.current)
      part.current?.querySelector<HTMLElement>('li:last-child > [spellcheck]')?.focus()
    isAdding.current = false
  }, [fields.length])
  const add = (): void => {
    isAdding.current = true
    onChange([...fields, { name: '', value: '' }])
  }
  return (
    <section class={styles['fields']} aria-label={title} ref={part}>
      <h2>
        {title} {fields.length > 0 && <small>{fields.length}</small>}
      </h2>
      {fields.length > 0 && (
        <ul>
          {fields.map((field, at) => (
            <li key={at} data-off={field.is_off || undefined}>
              <input
                type="checkbox"
                aria-label={`Send the ${noun} ${field.name}`}
                checked={field.is_off !== true}
                onChange={(event) => change(at, { is_off: !event.currentTarget.checked })}
              />
              <input
                aria-label={`Name of ${noun} ${at + 1}`}
                spellcheck={false}
                value={field.name}
                onInput={(event) => change(at, { name: event.currentTarget.value })}
              />
              <ValueInput
                label={`Value of ${noun} ${at + 1}`}
                field={field}
                onChange={(value) => change(at, { value })}
              />
              <IconButton
                icon="cross"
                label={`Remove the ${noun} ${field.name}`}
                onClick={() => onChange(fields.filter((_field, index) => index !== at))}
              />
            </li>
          ))}
        </ul>
      )}
      <p>
        <Button look="quiet" onClick={add}>
          Add a {noun}
        </Button>
      </p>
    </section>
  )
}

interface ValueInputProps {
  label: string
  field: ReplayField
  onChange: (value: string) => void
}

/** A secret is hidden while it is typed; a reference to one is no secret. */
function ValueInput({ label, field: { name, value }, onChange }: ValueInputProps): VNode {
  const shared = {
    'aria-label': label,
    autocomplete: 'off',
    spellcheck: false,
    value,
    onInput: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  const isHidden = isSecretName(name) && !value.includes('{{secret:')
  return isHidden ? <input {...shared} type="password" /> : <input {...shared} />
}
