import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Registration, RegistrationCounts } from '#shared/contract/registration.ts'
import { FilterBar } from '../../components/forms/filter-bar.tsx'
import { TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { MoreButton } from '../../components/data/more-button.tsx'
import { RowList } from '../../components/data/row-list.tsx'
import { useNow } from '../../components/layout/use-now.ts'
import type { Found } from '../../lib/paged-list.ts'
import { ClientRow } from './client-row.tsx'
import { SHOWN_STATES, STATE_WORDS, type ShownState, statesOf } from './client-words.ts'
import type { ClientsStore, LedgerQuery } from './clients-store.ts'
import styles from './clients.module.css'

export interface ClientListProps {
  store: ClientsStore
  found: Found<Registration>
  offsetMs: number
}

/** The part of the ledger that is searched for. */
export function ClientList({ store, found, offsetMs }: ClientListProps): VNode {
  const state = useTyped<ShownState | 'all'>('clients/state', 'all')
  const search = useTyped('clients/search', '')
  const look = (part: Partial<LedgerQuery>): void =>
    store.look({ search: search.value, state: state.value, ...part }, part.search !== undefined)
  // What was typed before a reload.
  useEffect(() => look({}), [])
  const isLooking = store.ledger.isLooking.value
  return (
    <div class={styles['ledger']}>
      <TextField
        label="Find"
        type="search"
        placeholder="Name, client id, host or origin"
        value={search.value}
        onChange={(value) => {
          search.value = value
          look({ search: value })
        }}
      />
      {store.counts.value && (
        <FilterBar
          label="State"
          value={state.value}
          options={listStates(store.counts.value, state.value)}
          onChange={(value) => {
            state.value = value
            look({ state: value })
          }}
        />
      )}
      <div class={styles['found']} aria-busy={isLooking}>
        {found.total === 0 ? (
          !isLooking && (
            <p class={styles['quiet']}>No client matches. Try another search or show all states.</p>
          )
        ) : (
          <Rows store={store} found={found} offsetMs={offsetMs} />
        )}
      </div>
    </div>
  )
}

function Rows({ store, found, offsetMs }: ClientListProps): VNode {
  const nowMs = useNow()
  return (
    <>
      <RowList label="Clients">
        {found.items.map((client) => (
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
      <MoreButton list={store.ledger} />
    </>
  )
}

function listStates({ states }: RegistrationCounts, chosen: ShownState | 'all') {
  const counted = SHOWN_STATES.map((shown) => ({
    value: shown,
    label: STATE_WORDS[shown],
    count: statesOf(shown).reduce((sum, state) => sum + states[state], 0),
  }))
  return [
    {
      value: 'all' as const,
      label: 'All',
      count: counted.reduce((sum, { count }) => sum + count, 0),
    },
    ...counted.filter(({ value, count }) => count > 0 || value === chosen),
  ]
}
