import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../../components/actions/button.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Page } from '../../components/layout/page.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { Skeleton } from '../../components/feedback/skeleton.tsx'
import type { WireStore } from '../wire/wire-store.ts'
import { AdoptSection } from './adopt-section.tsx'
import { ClientList } from './client-list.tsx'
import { ClientPage } from './client-page.tsx'
import type { ClientsStore } from './clients-store.ts'
import { SweepSection } from './sweep-section.tsx'

export interface ClientsViewProps {
  store: ClientsStore
  wire: WireStore
  /** The run on screen. */
  run: string | undefined
  /** Milliseconds by which the lab's clock is ahead: secrets end on it. */
  offsetMs: number
  onBack: () => void
  /** Leads to the step that registers a client. */
  onRegister: () => void
  /** Leads to the page that gets a token for the client. */
  onGetToken: (client: string) => void
}

/** The ledger: every client ever registered, and the page of one client. */
export function ClientsView(props: ClientsViewProps): VNode {
  const { store, wire, offsetMs, onGetToken } = props
  const shown = store.shown.value
  useEffect(() => store.leave, [store])
  return shown ? (
    <ClientPage
      key={shown.id}
      store={store}
      wire={wire}
      client={shown}
      offsetMs={offsetMs}
      onGetToken={() => onGetToken(shown.id)}
    />
  ) : (
    <Ledger {...props} />
  )
}

function Ledger({ store, run, offsetMs, onBack, onRegister }: ClientsViewProps): VNode {
  const found = store.ledger.found.value
  const problem = store.ledger.problem.value
  const { search, state } = store.ledger.query.value
  const isEmpty = found?.total === 0 && search.trim() === '' && state === 'all'
  useEffect(() => store.watch.ledger(), [store])
  return (
    <Page
      title="Clients"
      lead="The ledger: every client that was ever registered from here, and what is known of it."
      backLabel="Back to the steps"
      onBack={onBack}
      takesFocus={store.lastShown.value === undefined}
    >
      {problem && <ProblemNotice problem={problem} />}
      {!found && !problem && <Skeleton label="Loading the ledger" />}
      {found && <Ways store={store} isEmpty={isEmpty} run={run} />}
      {isEmpty && <EmptyLedger onRegister={onRegister} />}
      {found && !isEmpty && <ClientList store={store} found={found} offsetMs={offsetMs} />}
    </Page>
  )
}

function EmptyLedger({ onRegister }: Pick<ClientsViewProps, 'onRegister'>): VNode {
  return (
    <Section title="No client yet">
      <p>
        Every registered client is listed here: from step 9 of the journey, the developer portal,
        the command line, a test run, the doctor. Its secret, its state and what it was granted stay
        with it.
      </p>
      <Buttons>
        <Button look="primary" onClick={onRegister}>
          Go to “Register client”
        </Button>
      </Buttons>
    </Section>
  )
}

interface WaysProps {
  store: ClientsStore
  isEmpty: boolean
  run: string | undefined
}

/** The actions on several clients, and the adoption of a client. */
function Ways({ store, isEmpty, run }: WaysProps): VNode {
  const open = useTyped<'adopt' | 'sweep' | ''>('clients/open', '')
  const counts = store.counts.value
  const toggle = (way: 'adopt' | 'sweep'): void => {
    open.value = open.value === way ? '' : way
  }
  return (
    <>
      <Buttons>
        <Button isPressed={open.value === 'adopt'} onClick={() => toggle('adopt')}>
          Adopt a client
        </Button>
        {!isEmpty && (
          <Button isPressed={open.value === 'sweep'} onClick={() => toggle('sweep')}>
            Sweep
          </Button>
        )}
      </Buttons>
      {open.value === 'adopt' && <AdoptSection store={store} />}
      {open.value === 'sweep' && counts && <SweepSection store={store} counts={counts} run={run} />}
    </>
  )
}
