import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { ClientBehaviour } from '#shared/contract/doctor.ts'
import type { Run } from '#shared/contract/run.ts'
import { DCR_PROVIDERS, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { Button } from '../../components/actions/button.tsx'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { Buttons, Form, SelectField, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Section } from '../../components/layout/section.tsx'
import type { DoctorStore } from './doctor-store.ts'
import { CLIENT_KINDS } from './doctor-words.ts'
import {
  EMPTY_FORM,
  type ExamineForm,
  findRunHost,
  isOutside,
  listTargets,
  readOrder,
  type Surroundings,
} from './examine-form.ts'

const PROVIDERS = DCR_PROVIDERS.map((value) => ({
  value,
  label: value === 'other' ? 'Other (plain RFC 7591)' : PROVIDER_LABELS[value],
}))

export interface ExamineSectionProps extends Surroundings {
  store: DoctorStore
}

/** What to examine, and as which kind of client. */
export function ExamineSection({ store, run, scenario }: ExamineSectionProps): VNode {
  const form = useTyped('doctor/examine', EMPTY_FORM, ['token'])
  const hostIssue = useSignal('')
  const change = (part: Partial<ExamineForm>): void => {
    form.value = { ...form.value, ...part }
    hostIssue.value = ''
  }
  const examine = (): void => {
    const outcome = readOrder(form.peek(), { run, scenario })
    hostIssue.value = 'hostIssue' in outcome ? outcome.hostIssue : ''
    if ('order' in outcome) store.examine(outcome.order)
  }
  return (
    <Section title="Examine">
      <Form onSubmit={examine}>
        <SelectField
          label="What to examine"
          options={listTargets({ run, scenario })}
          value={form.value.target}
          onChange={(target) => change({ target })}
        />
        {isOutside(form.value, run) && (
          <OutsideFields form={form.value} run={run} issue={hostIssue.value} onChange={change} />
        )}
        {form.value.target !== 'scenario' && <ClientFields form={form.value} onChange={change} />}
        <Buttons>
          <Button type="submit" look="primary" isBusy={store.running.value !== undefined}>
            Examine
          </Button>
        </Buttons>
      </Form>
    </Section>
  )
}

interface FieldsProps {
  form: ExamineForm
  onChange: (part: Partial<ExamineForm>) => void
}

function OutsideFields(props: FieldsProps & { run: Run | undefined; issue: string }): VNode {
  const { form, run, issue, onChange } = props
  const isRuns = form.target === 'run'
  return (
    <>
      <TextField
        label="Host or issuer"
        type="url"
        placeholder={findRunHost(run) || 'https://sso.example.com/realms/main'}
        help={
          isRuns
            ? 'Left empty, it is the address that the run has. A client is registered there and deleted again.'
            : 'A client is registered there and deleted again.'
        }
        value={form.host}
        issue={issue}
        onChange={(host) => onChange({ host })}
      />
      {form.target === 'host' && (
        <SelectField
          label="Kind of provider"
          options={PROVIDERS}
          value={form.provider}
          onChange={(provider) => onChange({ provider })}
        />
      )}
      <TextField
        label="Initial access token"
        type="password"
        help={
          isRuns
            ? 'Left empty, it is the one that the run keeps.'
            : 'Leave empty where registration needs no token. It is used for this examination and its fixes, and never written down.'
        }
        value={form.token}
        onChange={(token) => onChange({ token })}
      />
    </>
  )
}

function ClientFields({ form, onChange }: FieldsProps): VNode {
  const kinds = Object.keys(CLIENT_KINDS) as ClientBehaviour['kind'][]
  return (
    <Disclosure summary={`As: ${CLIENT_KINDS[form.kind]}`}>
      <SelectField
        label="Kind of client"
        help="The doctor behaves as this kind of client does: a browser asks for CORS first, an MCP host begins without a token."
        options={kinds.map((value) => ({ value, label: CLIENT_KINDS[value] }))}
        value={form.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <TextField
        label="Scope of the token"
        help="Empty asks for the provider’s default."
        value={form.scope}
        onChange={(scope) => onChange({ scope })}
      />
    </Disclosure>
  )
}
