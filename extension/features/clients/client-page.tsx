import { Fragment, type VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Registration } from '#shared/contract/registration.ts'
import type { Fact } from '#shared/contract/run.ts'
import { compareMetadata } from '#shared/oauth/metadata/compare-metadata.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { ExamineButton } from '../../components/actions/examine-button.tsx'
import { AskedGranted } from '../../components/data/asked-granted.tsx'
import { FactList } from '../../components/data/fact-list.tsx'
import { Page } from '../../components/layout/page.tsx'
import { Section } from '../../components/layout/section.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { useNow } from '../../components/layout/use-now.ts'
import { WireList } from '../wire/wire-list.tsx'
import { findClientExchanges, type WireStore } from '../wire/wire-store.ts'
import { FateChip } from './client-row.tsx'
import {
  describeSecretLife,
  explainFate,
  MAKER_WORDS,
  isUndeleted,
  nameClient,
} from './client-words.ts'
import type { ClientsStore } from './clients-store.ts'
import styles from './clients.module.css'
import { ManageSection } from './manage-section.tsx'
import { UpdateSection } from './update-section.tsx'

export interface ClientPageProps {
  store: ClientsStore
  wire: WireStore
  client: Registration
  /** Milliseconds by which the lab's clock is ahead: secrets end on it. */
  offsetMs: number
  onGetToken: () => void
}

/** One client: its facts, its asked and granted metadata, its actions, its exchanges. */
export function ClientPage({ store, wire, client, offsetMs, onGetToken }: ClientPageProps): VNode {
  const { client_id, asked, granted } = client
  useEffect(() => void wire.needRecent(), [wire])
  return (
    <Page
      title={nameClient(client)}
      backLabel="All clients"
      onBack={store.showList}
      revision={client.state}
    >
      <State client={client} offsetMs={offsetMs} />
      <p>
        <ExamineButton from={{ registration: client.id }} label="Examine this client" />
      </p>
      <Section title="Registration">
        <FactList facts={listFacts(client)} />
        {granted && Object.keys(asked).length > 0 && (
          <AskedGranted members={compareMetadata(asked, granted)} />
        )}
      </Section>
      {isUndeleted(client) && (
        <ManageSection store={store} client={client} onGetToken={onGetToken} />
      )}
      {isUndeleted(client) && granted && (
        <UpdateSection store={store} id={client.id} granted={granted} />
      )}
      <WireList
        exchanges={
          client_id === undefined ? [] : findClientExchanges(wire.exchanges.value, client_id)
        }
        empty="No exchange that names this client is kept any more. What you do with it from here on will stand here."
      />
    </Page>
  )
}

function State({ client, offsetMs }: Pick<ClientPageProps, 'client' | 'offsetMs'>): VNode {
  const life = describeSecretLife(client, useNow() + offsetMs)
  const explanation = explainFate(client)
  return (
    <div class={styles['state']}>
      <p class={styles['chips']}>
        <FateChip client={client} />
        {life && <StateChip tone={life.tone}>{life.text}</StateChip>}
      </p>
      {explanation !== undefined && <p>{explanation}</p>}
      <HeldSecrets client={client} />
      <AnswerNotes client={client} />
    </div>
  )
}

/** A provider may name another secret without saying which one counts: both are held until one has worked. */
function HeldSecrets({ client }: Pick<ClientPageProps, 'client'>): VNode | null {
  const { client_secret, other_client_secrets: others = [] } = client
  if (others.length === 0) return null
  return (
    <Notice tone="warn" title="More than one secret is held">
      <p>
        The provider has named{' '}
        {[client_secret, ...others].map((mask, at) => (
          <Fragment key={mask}>
            {at > 0 && (at === others.length ? ' and ' : ', ')}
            <code class={styles['mask']}>{mask}</code>
          </Fragment>
        ))}
        . The next token shows which one works; the others go then.
      </p>
    </Notice>
  )
}

/** An answer that is not as the standard has it is taken as far as it can be, and that is said. */
function AnswerNotes({ client }: Pick<ClientPageProps, 'client'>): VNode | null {
  const { answer_notes: notes = [] } = client
  if (notes.length === 0) return null
  return (
    <Notice tone="warn" title="The provider’s answer is not as the standard has it">
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </Notice>
  )
}

function listFacts(client: Registration): Fact[] {
  const { id, client_id, client_secret, registration_client_uri, captured_at } = client
  const facts: (Fact | false)[] = [
    client_id !== undefined && fact('client id', 'code', client_id),
    client_secret !== undefined && {
      ...fact('client secret', 'secret', client_secret),
      secret: `registration/${id}/client_secret`,
    },
    client.has_registration_access_token && {
      ...fact('registration access token', 'secret', '••••'),
      secret: `registration/${id}/registration_access_token`,
    },
    fact('made by', 'text', MAKER_WORDS[client.origin]),
    fact('made', 'time', client.created_at),
    captured_at !== undefined && fact('captured', 'time', captured_at),
    fact('provider', 'text', PROVIDER_LABELS[client.provider]),
    fact('where', 'url', client.idp_host),
    fact('registered at', 'code', client.registration_endpoint),
    registration_client_uri !== undefined && fact('managed at', 'code', registration_client_uri),
  ]
  return facts.filter((one) => one !== false)
}

function fact(label: string, kind: Fact['kind'], value: string): Fact {
  return { id: label, label, kind, value }
}
