import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Registration } from '#shared/contract/registration.ts'
import { Button } from '../../components/actions/button.tsx'
import { FilterBar } from '../../components/forms/filter-bar.tsx'
import { Buttons, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Page } from '../../components/layout/page.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { RowList } from '../../components/data/row-list.tsx'
import { Section } from '../../components/layout/section.tsx'
import { Skeleton } from '../../components/feedback/skeleton.tsx'
import { useNow } from '../../components/layout/use-now.ts'
import type { WireStore } from '../wire/wire-store.ts'
import { AdoptSection } from './adopt-section.tsx'
import { ClientPage } from './client-page.tsx'
import { ClientRow } from './client-row.tsx'
import {
  SHOWN_STATES,
  STATE_WORDS,
  type ShownState,
  findShownState,
  fitsSearch,
} from './client-words.ts'
import type { ClientsStore } from './clients-store.ts'
import styles from './clients.module.css'
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
  const clients = store.clients.value
  const problem = store.problem.value
  return (
    <Page
      title="Clients"
      lead="The ledger: every client that was ever registered from here, until it is known to be gone."
      backLabel="Back to the steps"
      onBack={onBack}
      takesFocus={store.lastShown.value === undefined}
    >
      {problem && <ProblemNotice problem={problem} />}
      {!clients && !problem && <Skeleton label="Loading the ledger" />}
      {clients && <Ways store={store} clients={clients} run={run} />}
      {clients?.length === 0 && <EmptyLedger onRegister={onRegister} />}
      {clients && clients.length > 0 && (
        <ClientList store={store} clients={clients} offsetMs={offsetMs} />
      )}
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
  clients: readonly Registration[]
  run: string | undefined
}

/** The actions on several clients, and the adoption of a client. */
function Ways({ store, clients, run }: WaysProps): VNode {
  const open = useTyped<'adopt' | 'sweep' | ''>('clients/open', '')
  const toggle = (way: 'adopt' | 'sweep'): void => {
    open.value = open.value === way ? '' : way
  }
  return (
    <>
      <Buttons>
        <Button isPressed={open.value === 'adopt'} onClick={() => toggle('adopt')}>
          Adopt a client
        </Button>
        {clients.length > 0 && (
          <Button isPressed={open.value === 'sweep'} onClick={() => toggle('sweep')}>
            Sweep
          </Button>
        )}
      </Buttons>
      {open.value === 'adopt' && <AdoptSection store={store} />}
      {open.value === 'sweep' && <SweepSection store={store} clients={clients} run={run} />}
    </>
  )
}

const PART = 50

interface ClientListProps {
  store: ClientsStore
  clients: readonly Registration[]
  offsetMs: number
}

function ClientList({ store, clients, offsetMs }: ClientListProps): VNode {
  const state = useTyped<ShownState | 'all'>('clients/state', 'all')
  const search = useTyped('clients/search', '')
  const count = useSignal(PART)
  const nowMs = useNow()
  const found = clients.filter((client) => fitsSearch(client, search.value))
  const fitting = found.filter(
    (client) => state.value === 'all' || findShownState(client) === state.value,
  )
  return (
    <div class={styles['ledger']}>
      <TextField
        label="Find"
        type="search"
        placeholder="Name, client id, host or origin"
        value={search.value}
        onChange={(value) => (search.value = value)}
      />
      <FilterBar
        label="State"
        value={state.value}
        options={listFates(found)}
        onChange={(value) => (state.value = value)}
      />
      {fitting.length === 0 ? (
        <p class={styles['quiet']}>No client matches. Try another search or show all states.</p>
      ) : (
        <RowList label="Clients">
          {fitting.slice(0, count.value).map((client) => (
            <ClientRow
              key={client.id}
              client={client}
              nowMs={nowMs}
              offsetMs={offsetMs}
              takesFocus={store.lastShown.value === client.id}
              onOpen={() => store.show(client.id)}
            />
          ))}
        </RowList>
      )}
      {fitting.length > count.value && (
        <Buttons>
          <Button onClick={() => (count.value += PART)}>
            Show {Math.min(PART, fitting.length - count.value)} more of {fitting.length}
          </Button>
        </Buttons>
      )}
    </div>
  )
}

function listFates(clients: readonly Registration[]) {
  const counted = SHOWN_STATES.map((state) => ({
    value: state,
    label: STATE_WORDS[state],
    count: clients.filter((client) => findShownState(client) === state).length,
  }))
  return [
    { value: 'all' as const, label: 'All', count: clients.length },
    ...counted.filter(({ count }) => count > 0),
  ]
}
