import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { TextField } from '../../components/forms/form.tsx'

export interface JsonFieldProps {
  label: string
  value: unknown
  rows: number
  /** Called with each text that is JSON. */
  onChange: (value: unknown) => void
}

/** A field for a JSON value; what is no JSON yet stays in the field and says so. */
export function JsonField({ label, value, rows, onChange }: JsonFieldProps): VNode {
  const text = useSignal(JSON.stringify(value, null, rows > 1 ? 2 : 0))
  const issue = useSignal('')
  return (
    <TextField
      label={label}
      rows={rows}
      value={text.value}
      issue={issue.value}
      onChange={(typed) => {
        text.value = typed
        try {
          onChange(JSON.parse(typed))
          issue.value = ''
        } catch (thrown) {
          issue.value = `This is not JSON: ${(thrown as Error).message}`
        }
      }}
    />
  )
}
