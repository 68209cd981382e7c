import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Token } from '#shared/contract/token.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Page } from '../../components/layout/page.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { MoreButton } from '../../components/data/more-button.tsx'
import { RowList } from '../../components/data/row-list.tsx'
import { Section } from '../../components/layout/section.tsx'
import { Skeleton } from '../../components/feedback/skeleton.tsx'
import { useNow } from '../../components/layout/use-now.ts'
import { canGetTokens, nameClient } from '../clients/client-words.ts'
import type { ClientsStore } from '../clients/clients-store.ts'
import type { WireStore } from '../wire/wire-store.ts'
import { FlowSection } from './flow-section.tsx'
import { GetTokenSection } from './get-token-section.tsx'
import { TokenPage } from './token-page.tsx'
import { TokenRow } from './token-row.tsx'
import type { TokensStore } from './tokens-store.ts'
import styles from './tokens.module.css'

export interface TokensViewProps {
  store: TokensStore
  wire: WireStore
  clients: ClientsStore
  callbackUrl: string
  /** Milliseconds by which the lab's clock is ahead: tokens are dated on it. */
  offsetMs: number
  onBack: () => void
  onRegister: () => void
  onOpenClient: (client: string) => void
}

/** Every token that is kept, the ways to more, and the one that is looked into. */
export function TokensView(props: TokensViewProps): VNode {
  const { store, wire, clients, offsetMs } = props
  const shown = store.shown.value
  useEffect(() => store.leave, [store])
  const owners = [...new Set(store.tokens.value?.flatMap(({ registration }) => registration ?? []))]
  useEffect(() => clients.need(owners), [owners.join()])
  const nameOwner = ({ registration }: Token): string => {
    const client = clients.find(registration)
    if (client) return nameClient(client)
    return clients.isGone(registration) ? 'a client that is gone' : 'a client'
  }
  if (!shown) return <TokenList {...props} nameOwner={nameOwner} />
  return (
    <TokenPage
      key={shown.id}
      store={store}
      wire={wire}
      token={shown}
      client={clients.find(shown.registration)}
      nameClient={nameOwner}
      offsetMs={offsetMs}
      onOpenClient={props.onOpenClient}
    />
  )
}

interface TokenListProps extends TokensViewProps {
  nameOwner: (token: Token) => string
}

function TokenList(props: TokenListProps): VNode {
  const { store, clients, callbackUrl } = props
  const tokens = store.tokens.value
  const problem = store.problem.value
  const flow = store.flow.value
  const choices = clients.choices.found.value
  const isSearched = clients.choices.query.value !== ''
  const canChoose = isSearched || (choices?.items.some(canGetTokens) ?? false)
  useEffect(() => clients.watch.choices(), [clients])
  useEffect(() => store.watch(), [store])
  return (
    <Page
      title="Tokens"
      lead="Every token that this companion got: its contents, its signature and its lifetime."
      backLabel="Back to the steps"
      onBack={props.onBack}
      takesFocus={store.lastShown.value === undefined}
    >
      {problem && <ProblemNotice problem={problem} />}
      {flow && <FlowSection key={flow.id} store={store} flow={flow} />}
      {canChoose && <GetTokenSection store={store} clients={clients} callbackUrl={callbackUrl} />}
      {choices && !canChoose && <NoClient onRegister={props.onRegister} />}
      {!tokens && !problem && <Skeleton label="Loading the tokens" />}
      {tokens && <Rows {...props} tokens={tokens} />}
    </Page>
  )
}

function NoClient({ onRegister }: Pick<TokensViewProps, 'onRegister'>): VNode {
  return (
    <Section title="Register a client first">
      <p>A token belongs to a client. Once one is registered, it gets its tokens here.</p>
      <Buttons>
        <Button look="primary" onClick={onRegister}>
          Go to “Register client”
        </Button>
      </Buttons>
    </Section>
  )
}

function Rows(props: TokenListProps & { tokens: readonly Token[] }): VNode {
  const { store, tokens, nameOwner } = props
  const nowMs = useNow() + props.offsetMs
  if (tokens.length === 0)
    return (
      <p class={styles['quiet']}>
        No token yet. Tokens from step 11, from this page and from scripts are listed here, newest
        first.
      </p>
    )
  return (
    <>
      <RowList label="Tokens">
        {tokens.map((token) => (
          <TokenRow
            key={token.id}
            token={token}
            clientName={nameOwner(token)}
            nowMs={nowMs}
            takesFocus={store.lastShown.value === token.id}
            onOpen={() => store.show(token.id)}
          />
        ))}
      </RowList>
      <MoreButton list={store.list} />
    </>
  )
}
