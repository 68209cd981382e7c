import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Assertion } from '#shared/contract/replay/assertion.ts'
import { CheckId } from '#shared/contract/verdict.ts'
import { IconButton } from '../../components/actions/icon-button.tsx'
import { SelectField, TextField } from '../../components/forms/form.tsx'
import { ASSERTION_KINDS, FIRST_ASSERTIONS } from './assertion-words.ts'
import { JsonField } from './json-field.tsx'
import styles from './sets.module.css'

interface AssertionProps<A extends Assertion> {
  assertion: A
  onChange: (assertion: Assertion) => void
}

export interface AssertionListProps {
  assertions: readonly Assertion[]
  onChange: (assertions: Assertion[]) => void
}

/** What is expected of an answer: all of it has to hold. */
export function AssertionList({ assertions, onChange }: AssertionListProps): VNode {
  return (
    <section class={styles['assertions']} aria-label="Assertions">
      {assertions.map((assertion, at) => (
        <div key={at} class={styles['assertion']}>
          <AssertionFields
            assertion={assertion}
            onChange={(next) => onChange(assertions.map((one, i) => (i === at ? next : one)))}
          />
          <IconButton
            icon="cross"
            label={`Remove assertion ${at + 1}`}
            onClick={() => onChange(assertions.filter((_one, i) => i !== at))}
          />
        </div>
      ))}
      {assertions.length === 0 && <p>Every answer will do until something is expected.</p>}
      <SelectField
        label="Expect another"
        options={[{ value: 'choose', label: 'Choose what' }, ...ASSERTION_KINDS]}
        value="choose"
        onChange={(next) => {
          if (next === 'choose') return
          onChange([...assertions, FIRST_ASSERTIONS[next]])
        }}
      />
    </section>
  )
}

function AssertionFields({ assertion, onChange }: AssertionProps<Assertion>): VNode {
  if (assertion.kind === 'status') return <StatusFields assertion={assertion} onChange={onChange} />
  if (assertion.kind === 'header') return <HeaderFields assertion={assertion} onChange={onChange} />
  if (assertion.kind === 'json_path')
    return <PathFields assertion={assertion} onChange={onChange} />
  if (assertion.kind === 'json_schema')
    return (
      <JsonField
        label="JSON Schema of the body"
        value={assertion.schema}
        rows={5}
        onChange={(schema) =>
          onChange({ kind: 'json_schema', schema: schema as typeof assertion.schema })
        }
      />
    )
  return <VerdictFields assertion={assertion} onChange={onChange} />
}

type Of<Kind extends Assertion['kind']> = Extract<Assertion, { kind: Kind }>

const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const

function StatusFields({ assertion, onChange }: AssertionProps<Of<'status'>>): VNode {
  const text = useSignal(String(assertion.is))
  const read = (typed: string): Of<'status'>['is'] | undefined => {
    const number = Number(typed)
    if (Number.isInteger(number) && number >= 100 && number <= 599) return number
    return CLASSES.find((one) => one === typed)
  }
  return (
    <TextField
      label="Status is"
      help="A number, or a class such as 4xx."
      value={text.value}
      issue={read(text.value) === undefined ? 'Give 100 to 599, or 1xx to 5xx.' : undefined}
      onChange={(typed) => {
        text.value = typed
        const is = read(typed)
        if (is !== undefined) onChange({ kind: 'status', is })
      }}
    />
  )
}

const OPS = [
  { value: 'exists', label: 'is there' },
  { value: 'absent', label: 'is not there' },
  { value: 'equals', label: 'equals' },
  { value: 'contains', label: 'contains' },
] as const

function HeaderFields({ assertion, onChange }: AssertionProps<Of<'header'>>): VNode {
  const { name, op, value } = assertion
  return (
    <>
      <TextField
        label="Header"
        value={name}
        onChange={(next) => onChange({ ...assertion, name: next })}
      />
      <SelectField
        label="It"
        options={OPS}
        value={op}
        onChange={(next) => onChange({ ...assertion, op: next })}
      />
      {(op === 'equals' || op === 'contains') && (
        <TextField
          label="Value"
          value={value}
          onChange={(next) => onChange({ ...assertion, value: next })}
        />
      )}
    </>
  )
}

function PathFields({ assertion, onChange }: AssertionProps<Of<'json_path'>>): VNode {
  const { path, op, value } = assertion
  return (
    <>
      <TextField
        label="JSON path"
        placeholder="$.orders[0].id"
        value={path}
        onChange={(next) => onChange({ ...assertion, path: next })}
      />
      <SelectField
        label="It"
        options={OPS}
        value={op}
        onChange={(next) => onChange({ ...assertion, op: next })}
      />
      {(op === 'equals' || op === 'contains') && (
        <JsonField
          label="Value as JSON"
          value={value ?? ''}
          rows={1}
          onChange={(next) => onChange({ ...assertion, value: next as typeof value })}
        />
      )}
    </>
  )
}

const CHECKS = [
  { value: '', label: 'at any check' },
  ...CheckId.options.map((value) => ({ value, label: value })),
]

function VerdictFields({ assertion, onChange }: AssertionProps<Of<'verdict'>>): VNode {
  const { outcome, check = '' } = assertion
  return (
    <>
      <SelectField
        label="The gateway"
        options={[
          { value: 'passed', label: 'lets it through' },
          { value: 'failed', label: 'refuses it' },
        ]}
        value={outcome}
        onChange={(next) => onChange({ kind: 'verdict', outcome: next })}
      />
      {outcome === 'failed' && (
        <SelectField
          label="Where"
          options={CHECKS}
          value={check}
          onChange={(next) => {
            const found = CheckId.options.find((one) => one === next)
            onChange({ kind: 'verdict', outcome, ...(found && { check: found }) })
          }}
        />
      )}
    </>
  )
}
