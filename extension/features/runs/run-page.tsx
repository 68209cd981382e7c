import type { VNode } from 'preact'
import type { Fact, Run } from '#shared/contract/run.ts'
import { getJourney } from '#shared/journeys/journeys.ts'
import { Button } from '../../components/actions/button.tsx'
import { FactList } from '../../components/data/fact-list.tsx'
import { Buttons, Form, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Page } from '../../components/layout/page.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import type { ClientsStore } from '../clients/clients-store.ts'
import { DeleteSection } from './delete-section.tsx'
import { describeClients, describePlace, describeProgress } from './run-words.ts'
import type { RunsStore } from './runs-store.ts'

export interface RunPageProps {
  store: RunsStore
  run: Run
  clients: ClientsStore
  isBusy: boolean
  /** Shows the steps of the run. */
  onOpen: () => void
  onDelete: () => void
  /** Opens the stage with this run. */
  onPresent: () => void
}

/** One run: how far it came, its name, and its end. */
export function RunPage(props: RunPageProps): VNode {
  const { store, run, clients, isBusy, onOpen, onDelete, onPresent } = props
  const { tone, text } = describeProgress(run)
  const counts = clients.counts.value
  const count = counts && (counts.runs.find((one) => one.run === run.id)?.count ?? 0)
  return (
    <Page title={run.name} backLabel="All runs" onBack={store.showList} revision={run.name}>
      <p>
        <StateChip tone={tone}>{text}</StateChip>
      </p>
      <Section title="Run">
        <FactList facts={listFacts(run, count)} />
        <Buttons>
          <Button look="primary" isBusy={isBusy} onClick={onOpen}>
            Go to its steps
          </Button>
          <Button icon="stage" onClick={onPresent}>
            Present
          </Button>
        </Buttons>
      </Section>
      <NameSection key={run.name} store={store} run={run} />
      <DeleteSection run={run} clients={clients} isBusy={isBusy} onDelete={onDelete} />
    </Page>
  )
}

function NameSection({ store, run }: Pick<RunPageProps, 'store' | 'run'>): VNode {
  const typed = useTyped<string | null>(`runs/name/${run.id}`, null)
  const name = typed.value ?? run.name
  const { isBusy, problem, run: attempt } = useAction()
  const save = async (): Promise<void> => {
    await store.rename(run.id, name)
    typed.value = null
  }
  return (
    <Section title="Name">
      <Form onSubmit={() => attempt(save)}>
        <TextField
          label="Name of the run"
          value={name}
          issue={problem.value?.issues?.[0]?.message}
          onChange={(value) => (typed.value = value)}
        />
        {problem.value && !problem.value.issues && <ProblemNotice problem={problem.value} />}
        <Buttons>
          <Button type="submit" isBusy={isBusy.value} disabled={name.trim() === run.name}>
            Save name
          </Button>
        </Buttons>
      </Form>
    </Section>
  )
}

function listFacts(run: Run, clients: number | undefined): Fact[] {
  const fact = (id: string, label: string, value: string): Fact => ({
    id,
    label,
    kind: 'text',
    value,
  })
  return [
    fact('journey', 'Journey', getJourney(run.journey).title),
    fact('place', 'Clients are registered at', describePlace(run)),
    ...(clients === undefined
      ? []
      : [fact('clients', 'Clients not deleted', describeClients(clients))]),
    { ...fact('begun', 'Begun', run.created_at), kind: 'time' },
  ]
}
