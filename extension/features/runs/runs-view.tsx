import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { RegistrationCounts } from '#shared/contract/registration.ts'
import type { Run } from '#shared/contract/run.ts'
import type { RunKind } from '#shared/journeys/read-steps.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Page } from '../../components/layout/page.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { MoreButton } from '../../components/data/more-button.tsx'
import { RowList } from '../../components/data/row-list.tsx'
import { Skeleton } from '../../components/feedback/skeleton.tsx'
import { useNow } from '../../components/layout/use-now.ts'
import type { ClientsStore } from '../clients/clients-store.ts'
import { RunPage } from './run-page.tsx'
import { RunRow } from './run-row.tsx'
import type { RunsStore } from './runs-store.ts'
import { StartSection } from './start-section.tsx'

export interface RunsViewProps {
  store: RunsStore
  clients: ClientsStore
  /** The run whose steps the panel shows. */
  current: Run | undefined
  isBusy: boolean
  onBack: () => void
  onOpen: (run: Run) => void
  onStart: (kind: RunKind) => void
  onDelete: (run: Run) => void
  onPresent: (run: Run) => void
}

/** All runs, and the one that is looked at. */
export function RunsView(props: RunsViewProps): VNode {
  const { store, clients, isBusy } = props
  const shown = store.shown.value
  useEffect(() => store.leave, [store])
  useEffect(() => clients.watch.counts(), [clients])
  useEffect(() => store.watch(), [store])
  return shown ? (
    <RunPage
      key={shown.id}
      store={store}
      run={shown}
      clients={clients}
      isBusy={isBusy}
      onOpen={() => props.onOpen(shown)}
      onDelete={() => props.onDelete(shown)}
      onPresent={() => props.onPresent(shown)}
    />
  ) : (
    <RunList {...props} />
  )
}

function RunList(props: RunsViewProps): VNode {
  const { store, current, onBack } = props
  const isStarting = useSignal(false)
  const runs = store.runs.value
  const problem = store.problem.value
  return (
    <Page
      title="Runs"
      lead="A run is one walk through a journey. Runs are kept until you delete them; starting another one costs nothing."
      backLabel="Back to the steps"
      onBack={onBack}
      takesFocus={store.lastShown.value === undefined}
    >
      {problem && <ProblemNotice problem={problem} />}
      <Buttons>
        <Button
          look={isStarting.value ? 'plain' : 'primary'}
          isPressed={isStarting.value}
          onClick={() => (isStarting.value = !isStarting.value)}
        >
          New run
        </Button>
      </Buttons>
      {isStarting.value && (
        <StartSection current={current} isBusy={props.isBusy} onStart={props.onStart} />
      )}
      {!runs && !problem && <Skeleton label="Loading the runs" />}
      {runs && <Rows {...props} runs={runs} />}
    </Page>
  )
}

function Rows({ store, clients, current, runs }: RunsViewProps & { runs: readonly Run[] }): VNode {
  const nowMs = useNow()
  const counts = clients.counts.value && countByRun(clients.counts.value)
  return (
    <>
      <RowList label="Runs">
        {runs.map((run) => (
          <RunRow
            key={run.id}
            run={run}
            clients={counts && (counts.get(run.id) ?? 0)}
            isOnScreen={run.id === current?.id}
            nowMs={nowMs}
            takesFocus={store.lastShown.value === run.id}
            onOpen={() => store.show(run.id)}
          />
        ))}
      </RowList>
      <MoreButton list={store.list} />
    </>
  )
}

function countByRun({ runs }: RegistrationCounts): ReadonlyMap<string, number> {
  return new Map(runs.map(({ run, count }) => [run, count]))
}
