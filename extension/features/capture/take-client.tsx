import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { CapturedPlace } from '#shared/contract/capture.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'
import { DCR_PROVIDERS, type DcrProvider, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { Button } from '../../components/actions/button.tsx'
import { useTools } from '../../components/actions/tools.ts'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons, Form, SelectField, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import type { FindingCardProps } from './finding-card.tsx'

const PROVIDERS = DCR_PROVIDERS.map((value) => ({
  value,
  label: value === 'other' ? 'Other (plain RFC 7591)' : PROVIDER_LABELS[value],
}))

interface PlaceForm {
  provider: DcrProvider
  idp_host: string
  registration_endpoint: string
}

/** Takes a client into the ledger, with the place where it is registered. */
export function TakeClient({ store, text, finding, onOpenClient }: FindingCardProps): VNode {
  const form = useTyped<PlaceForm>(`capture/place/${finding.title}`, {
    provider: finding.place?.provider ?? 'other',
    idp_host: finding.place?.idp_host ?? '',
    registration_endpoint: finding.place?.registration_endpoint ?? '',
  })
  const issues = useSignal<Record<string, string>>({})
  const action = useAction()
  const { announce } = useTools()
  const change = (part: Partial<PlaceForm>): void => {
    form.value = { ...form.value, ...part }
    issues.value = {}
    action.forget()
  }
  const take = (): void => {
    const place = CapturedPlace.safeParse(form.peek())
    if (!place.success) {
      const found = readFieldIssues(place.error)
      issues.value = Object.fromEntries(found.map(({ field, message }) => [field, message]))
      return
    }
    action.run(async () => {
      const { registration } = await store.takeClient(text, finding.id, place.data)
      announce(`${finding.title} is in the ledger.`)
      if (registration !== undefined) onOpenClient(registration)
    })
  }
  return (
    <Form onSubmit={take}>
      <SelectField
        label="Kind of provider"
        options={PROVIDERS}
        value={form.value.provider}
        onChange={(provider) => change({ provider })}
      />
      <TextField
        label="Provider address"
        type="url"
        value={form.value.idp_host}
        issue={issues.value['idp_host']}
        onChange={(idp_host) => change({ idp_host })}
      />
      <TextField
        label="Registration endpoint"
        type="url"
        value={form.value.registration_endpoint}
        issue={issues.value['registration_endpoint']}
        onChange={(registration_endpoint) => change({ registration_endpoint })}
      />
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <Buttons>
        <Button type="submit" look="primary" isBusy={action.isBusy.value}>
          Take the client over
        </Button>
      </Buttons>
    </Form>
  )
}
