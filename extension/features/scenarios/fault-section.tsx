import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { FAULT_IDS, FAULTS } from '#shared/faults/fault.ts'
import { DIALECT_IDS } from '#shared/idp/dialects.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, Form, SelectField, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { type FaultForm, type FaultIssues, readFault } from './fault-form.ts'
import type { ConditionsStore } from './conditions-store.ts'
import { findUnit, nameDialect } from './condition-words.ts'

export const DIALECTS = DIALECT_IDS.map((value) => ({
  value,
  label: nameDialect(value),
}))

const KINDS = FAULT_IDS.map((value) => ({ value, label: value }))

const ENDS: readonly { value: FaultForm['end']; label: string }[] = [
  { value: 'hand', label: 'By hand' },
  { value: 'times', label: 'After a number of uses' },
  { value: 'seconds', label: 'After a time' },
]

const FIRST: FaultForm = { id: 'outage', dialect: '', value: '', end: 'hand', limit: '' }

/** One fault by itself, beside those that are on. */
export function FaultSection({ store }: { store: ConditionsStore }): VNode {
  const form = useTyped('scenarios/fault', FIRST)
  const issues = useSignal<FaultIssues>({})
  const action = useAction()
  const change = (part: Partial<FaultForm>): void => {
    form.value = { ...form.value, ...part }
    issues.value = {}
    action.forget()
  }
  const start = (): void => {
    const outcome = readFault(form.peek())
    issues.value = 'issues' in outcome ? outcome.issues : {}
    if ('fault' in outcome) action.run(() => store.startFault(outcome.fault))
  }
  return (
    <Section title="One fault">
      <Form onSubmit={start}>
        <FaultFields form={form.value} issues={issues.value} onChange={change} />
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        <Buttons>
          <Button type="submit" isBusy={action.isBusy.value}>
            Switch fault on
          </Button>
        </Buttons>
      </Form>
    </Section>
  )
}

interface FaultFieldsProps {
  form: FaultForm
  issues: FaultIssues
  onChange: (part: Partial<FaultForm>) => void
}

function FaultFields({ form, issues, onChange }: FaultFieldsProps): VNode {
  const unit = findUnit(form.id)
  return (
    <>
      <SelectField
        label="Fault"
        help={FAULTS[form.id].effect}
        options={KINDS}
        value={form.id}
        onChange={(id) => onChange({ id, value: '' })}
      />
      {unit !== undefined && (
        <TextField
          label={unit === 'seconds' ? 'Seconds' : 'Milliseconds'}
          value={form.value}
          issue={issues.value}
          onChange={(value) => onChange({ value })}
        />
      )}
      <SelectField
        label="Where"
        options={[{ value: '' as const, label: 'Every dialect' }, ...DIALECTS]}
        value={form.dialect}
        onChange={(dialect) => onChange({ dialect })}
      />
      <SelectField
        label="Ends"
        options={ENDS}
        value={form.end}
        onChange={(end) => onChange({ end, limit: '' })}
      />
      {form.end !== 'hand' && (
        <TextField
          label={form.end === 'times' ? 'Number of uses' : 'Seconds until it ends'}
          value={form.limit}
          issue={issues.limit}
          onChange={(limit) => onChange({ limit })}
        />
      )}
    </>
  )
}
