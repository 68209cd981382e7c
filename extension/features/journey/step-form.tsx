import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Field } from '#shared/journeys/step.ts'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { readFieldName, writeIssueSentence } from './check-inputs.ts'
import { FieldGroups } from './field-groups.tsx'
import { isFilled } from './form-values.ts'
import type { JourneyStore } from './journey-store.ts'
import { StepField } from './step-field.tsx'
import styles from './step-form.module.css'
import type { StepView } from './step-view.ts'

export const STEP_FORM_ID = 'step-form'

export interface StepFormProps {
  store: JourneyStore
  view: StepView
}

/** The step's inputs, drawn from the journey's data. */
export function StepForm({ store, view }: StepFormProps): VNode {
  const form = useRef<HTMLFormElement>(null)
  const issues = store.findIssues(view)
  const advanced = view.step.fields.filter((field) => field.isAdvanced)
  const hasIssue = ({ name }: Field): boolean =>
    issues.some((issue) => readFieldName(issue.field) === name)
  useFocusOnRefusal(store, form)

  const draw = (field: Field): VNode => (
    <StepField
      key={`${view.step.id}/${field.name}`}
      field={field}
      value={store.readValue(view, field)}
      keptMask={view.state.kept_secrets[field.name]}
      issue={issues
        .filter((issue) => readFieldName(issue.field) === field.name)
        .map(writeIssueSentence)
        .join(' ')}
      onChange={(value) => store.type(view, field, value)}
      onLeave={() => store.leave(view)}
    />
  )
  return (
    <form
      id={STEP_FORM_ID}
      ref={form}
      class={styles['form']}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void store.runCurrent()
      }}
    >
      {view.step.fields.filter((field) => !field.isAdvanced && !field.group).map(draw)}
      {advanced.length > 0 && (
        <Disclosure key={view.step.id} summary="More settings" isOpen={advanced.some(hasIssue)}>
          <div class={styles['form']}>{advanced.map(draw)}</div>
        </Disclosure>
      )}
      {view.step.groupsLabel !== undefined && (
        <FieldGroups
          key={`${view.step.id}/groups`}
          label={view.step.groupsLabel}
          fields={view.step.fields}
          isFilled={(field) => isFilled(store.readValue(view, field))}
          hasIssue={hasIssue}
          draw={draw}
        />
      )}
    </form>
  )
}

/** After a refusal the first field with a problem gets the focus. */
function useFocusOnRefusal(store: JourneyStore, form: { current: HTMLFormElement | null }): void {
  const refusals = store.refusals.value
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isFirst.current) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    isFirst.current = false
  }, [refusals])
}
