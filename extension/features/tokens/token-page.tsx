import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { Registration } from '#shared/contract/registration.ts'
import type { Fact } from '#shared/contract/run.ts'
import type { Token } from '#shared/contract/token.ts'
import { Button } from '../../components/actions/button.tsx'
import { FactList } from '../../components/data/fact-list.tsx'
import { Page } from '../../components/layout/page.tsx'
import { Section } from '../../components/layout/section.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { useNow } from '../../components/layout/use-now.ts'
import { WireList } from '../wire/wire-list.tsx'
import type { WireStore } from '../wire/wire-store.ts'
import { AskSection } from './ask-section.tsx'
import { CompareSection } from './compare-section.tsx'
import { InsideSection } from './inside-section.tsx'
import { describeLife, GRANT_WORDS } from './token-words.ts'
import type { TokensStore } from './tokens-store.ts'
import styles from './tokens.module.css'

export interface TokenPageProps {
  store: TokensStore
  wire: WireStore
  token: Token
  client: Registration | undefined
  nameClient: (token: Token) => string
  /** Milliseconds by which the lab's clock is ahead: tokens are dated on it. */
  offsetMs: number
  onOpenClient: (client: string) => void
}

/** One token: its facts, its contents, the provider's introspection, the comparison with another token. */
export function TokenPage(props: TokenPageProps): VNode {
  const { store, wire, token, client, nameClient, offsetMs } = props
  const [since] = useState(() => new Date().toISOString())
  const nowMs = useNow() + offsetMs
  const { tone, text } = describeLife(token, nowMs)
  const exchanges = [...wire.exchanges.value.values()]
    .filter(({ at, from, step }) => from === 'app' && step === undefined && at >= since)
    .sort((a, b) => b.at.localeCompare(a.at))
  return (
    <Page title={`Token of ${nameClient(token)}`} backLabel="All tokens" onBack={store.showList}>
      <p class={styles['chips']}>
        <StateChip tone={tone}>{text}</StateChip>
      </p>
      <Section title="Token">
        <FactList facts={listFacts(token)} nowMs={nowMs} />
        {client && (
          <p class={styles['quietButton']}>
            <Button look="quiet" onClick={() => props.onOpenClient(client.id)}>
              Open the client
            </Button>
          </p>
        )}
      </Section>
      <InsideSection store={store} id={token.id} nowMs={nowMs} />
      <AskSection store={store} token={token} />
      <CompareSection
        store={store}
        id={token.id}
        others={(store.tokens.value ?? []).filter(({ id }) => id !== token.id)}
        nameClient={nameClient}
      />
      <WireList
        exchanges={exchanges}
        empty="What is asked about this token from here on will stand here."
      />
    </Page>
  )
}

function listFacts(token: Token): Fact[] {
  const { id, scope, expires_at, revoked_at } = token
  const facts: (Fact | false)[] = [
    {
      ...fact('access token', 'secret', token.access_token),
      secret: `token/${id}/access_token`,
    },
    token.has_refresh_token && {
      ...fact('refresh token', 'secret', '••••'),
      secret: `token/${id}/refresh_token`,
    },
    fact('grant', 'text', GRANT_WORDS[token.grant].label),
    fact('type', 'text', token.token_type),
    scope !== undefined && fact('scope', 'code', scope),
    fact('obtained', 'time', token.obtained_at),
    expires_at !== undefined && fact('ends', 'time', expires_at),
    revoked_at !== undefined && fact('revoked', 'time', revoked_at),
  ]
  return facts.filter((one) => one !== false)
}

function fact(label: string, kind: Fact['kind'], value: string): Fact {
  return { id: label, label, kind, value }
}
