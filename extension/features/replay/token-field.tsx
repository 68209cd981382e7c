import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { TokenPreview } from '#shared/contract/replay/attempt.ts'
import type { TokenChoice } from '#shared/contract/replay/replay-request.ts'
import type { Token } from '#shared/contract/token.ts'
import { SelectField, TextField } from '../../components/forms/form.tsx'
import { Icon } from '../../components/layout/icon.tsx'
import { ClientField } from '../clients/client-field.tsx'
import { nameClient } from '../clients/client-words.ts'
import type { ClientsStore } from '../clients/clients-store.ts'
import { BasicFields, SecretFields } from './credential-fields.tsx'
import type { ReplayStore } from './replay-store.ts'
import styles from './replay.module.css'
import { findBase, findOption, listTokenOptions } from './token-options.ts'

export interface TokenFieldProps {
  store: ReplayStore
  tokens: readonly Token[]
  clients: ClientsStore
  token: TokenChoice
}

/** Which token is sent: a choice in words, with a sentence about what it would send. */
export function TokenField(props: TokenFieldProps): VNode {
  const { store, tokens, clients, token } = props
  const original = useSignal(token).value
  const preview = usePreview(store, token)
  const base = findBase(token, original, tokens)
  const options = listTokenOptions({
    original,
    tokens,
    clients: clients.choices.found.value?.items ?? [],
    base,
  })
  const named = tokens.flatMap(({ registration }) => registration ?? [])
  if ('client' in token) named.push(token.client)
  useEffect(() => clients.need(named), [named.join()])
  const chosen = findOption(options, token)
  return (
    <fieldset class={styles['token']}>
      <legend>Token</legend>
      <div class={styles['choices']}>
        {options.map(({ id, label, choice }) => (
          <label key={id}>
            <input
              type="radio"
              name="replay-token"
              checked={chosen === id}
              onChange={() => store.edit({ token: choice })}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {preview && (
        <p class={styles['preview']} data-tone={preview.is_possible ? undefined : 'warn'}>
          <Icon name={preview.is_possible ? 'info' : 'warning'} />
          <span>{preview.words}</span>
        </p>
      )}
      <ChoiceFields {...props} />
    </fieldset>
  )
}

/** What belongs to a choice: which token, client, audience or secret. */
function ChoiceFields({ store, tokens, clients, token }: TokenFieldProps): VNode | null {
  const change = (choice: TokenChoice): void => store.edit({ token: choice })
  const nameToken = ({ id, registration, obtained_at }: Token) => {
    const client = clients.find(registration)
    const unnamed = clients.isGone(registration) ? 'A client that is gone' : 'A client'
    const name = client ? nameClient(client) : unnamed
    return { value: id, label: `${name}, ${new Date(obtained_at).toLocaleTimeString()}` }
  }
  if (token.kind === 'basic') return <BasicFields token={token} onChange={change} />
  if (token.kind === 'secret') return <SecretFields store={store} token={token} onChange={change} />
  if (token.kind === 'fresh')
    return (
      <>
        <ClientField
          store={clients}
          nameOf={nameClient}
          value={token.client}
          onChange={(client) => change({ ...token, client })}
        />
        <TextField
          label="Scope"
          help="Empty asks for the provider’s default."
          value={token.scope}
          onChange={(scope) => change({ ...token, scope })}
        />
        <TextField
          label="Audience"
          value={token.audience}
          onChange={(audience) => change({ ...token, audience })}
        />
      </>
    )
  if (!('token' in token)) return null
  return (
    <>
      {tokens.length > 1 && (
        <SelectField
          label={token.kind === 'kept' ? 'Which' : 'Made from'}
          options={[
            ...(tokens.some(({ id }) => id === token.token)
              ? []
              : [{ value: token.token, label: 'An older one' }]),
            ...tokens.map(nameToken),
          ]}
          value={token.token}
          onChange={(id) => change({ ...token, token: id })}
        />
      )}
      {token.kind === 'other_audience' && (
        <TextField
          label="Audience"
          value={token.audience}
          onChange={(audience) => change({ ...token, audience })}
        />
      )}
    </>
  )
}

/** What the choice would send, asked anew with each change. */
function usePreview(store: ReplayStore, token: TokenChoice): TokenPreview | undefined {
  const preview = useSignal<TokenPreview | undefined>(undefined)
  const key = JSON.stringify(token)
  useEffect(() => {
    let isCurrent = true
    preview.value = undefined
    // A choice that is half filled has no preview; sending says what it lacks.
    void store
      .preview(token)
      .catch(() => undefined)
      .then((answer) => isCurrent && (preview.value = answer))
    return () => void (isCurrent = false)
  }, [key])
  return preview.value
}
