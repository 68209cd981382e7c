import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { DCR_PROVIDERS, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, Form, SelectField, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useTools } from '../../components/actions/tools.ts'
import { useAction } from '../../components/actions/use-action.ts'
import type { ClientsStore } from './clients-store.ts'
import { type AdoptionForm, type AdoptionIssues, readAdoption } from './read-adoption.ts'

const EMPTY: AdoptionForm = { provider: 'okta', idpHost: '', endpoint: '', token: '', client: '' }

const PROVIDERS = DCR_PROVIDERS.map((value) => ({
  value,
  label: value === 'other' ? 'Other (plain RFC 7591)' : PROVIDER_LABELS[value],
}))

/** Adopts a client that was registered elsewhere. */
export function AdoptSection({ store }: { store: ClientsStore }): VNode {
  const form = useTyped('clients/adopt', EMPTY, ['token'])
  const issues = useSignal<AdoptionIssues>({})
  const action = useAction()
  const { announce } = useTools()
  const change = (part: Partial<AdoptionForm>): void => {
    form.value = { ...form.value, ...part }
    const names = Object.keys(part)
    issues.value = Object.fromEntries(
      Object.entries(issues.value).filter(([name]) => !names.includes(name)),
    )
    action.forget()
  }
  const adopt = (): void => {
    const outcome = readAdoption(form.peek())
    issues.value = 'issues' in outcome ? outcome.issues : {}
    if (!('adoption' in outcome)) return
    action.run(async () => {
      const client = await store.adopt(outcome.adoption)
      announce(`${client.client_name} is in the ledger.`)
      store.show(client.id)
    })
  }
  return (
    <Section title="Adopt a client">
      <p>
        A client that was registered elsewhere can be read, changed and deleted from here once the
        ledger has it. Nothing is sent to the provider for that.
      </p>
      <Form onSubmit={adopt}>
        <AdoptionFields form={form.value} issues={issues.value} onChange={change} />
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        <Buttons>
          <Button type="submit" look="primary" isBusy={action.isBusy.value}>
            Adopt client
          </Button>
        </Buttons>
      </Form>
    </Section>
  )
}

interface AdoptionFieldsProps {
  form: AdoptionForm
  issues: AdoptionIssues
  onChange: (part: Partial<AdoptionForm>) => void
}

function AdoptionFields({ form, issues, onChange }: AdoptionFieldsProps): VNode {
  return (
    <>
      <SelectField
        label="Kind of provider"
        options={PROVIDERS}
        value={form.provider}
        onChange={(provider) => onChange({ provider })}
      />
      <TextField
        label="Provider address"
        type="url"
        placeholder="https://sso.example.com"
        value={form.idpHost}
        issue={issues.idpHost}
        onChange={(idpHost) => onChange({ idpHost })}
      />
      <TextField
        label="Registration endpoint"
        type="url"
        placeholder="https://sso.example.com/register"
        value={form.endpoint}
        issue={issues.endpoint}
        onChange={(endpoint) => onChange({ endpoint })}
      />
      <TextField
        label="API token"
        type="password"
        help="Only where the provider manages clients with an administrator’s token, as Okta does. It is kept encrypted."
        value={form.token}
        onChange={(token) => onChange({ token })}
      />
      <TextField
        label="Client information"
        rows={6}
        placeholder={'{ "client_id": "…", "registration_client_uri": "…", … }'}
        help="The provider’s answer when the client was registered. With registration_access_token and registration_client_uri it can be managed."
        value={form.client}
        issue={issues.client}
        onChange={(client) => onChange({ client })}
      />
    </>
  )
}
