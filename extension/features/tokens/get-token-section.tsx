import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Registration } from '#shared/contract/registration.ts'
import type { Token } from '#shared/contract/token.ts'
import { Button } from '../../components/actions/button.tsx'
import { CopyButton } from '../../components/actions/copy-button.tsx'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { Buttons, Form, SelectField, SwitchField, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { ClientField } from '../clients/client-field.tsx'
import { canGetTokens, nameClient } from '../clients/client-words.ts'
import type { ClientsStore } from '../clients/clients-store.ts'
import { EMPTY_FORM, needsToken, readTokenForm, type TokenForm } from './read-token-form.ts'
import { DEVICE, GRANT_WORDS, type Grant, JWT_BEARER } from './token-words.ts'
import type { TokensStore } from './tokens-store.ts'
import styles from './tokens.module.css'

export interface GetTokenSectionProps {
  store: TokensStore
  clients: ClientsStore
  /** Where the provider sends the browser back to. */
  callbackUrl: string
}

/** Gets a token for a client, by any grant. */
export function GetTokenSection({ store, clients, callbackUrl }: GetTokenSectionProps): VNode {
  const action = useAction()
  const { form, client, granted, sources, change } = useTokenForm(store, clients, action.forget)
  const { grant } = form
  const lacksSource =
    (needsToken(grant) && sources.length === 0) ||
    (grant === JWT_BEARER && form.assertion.trim() === '')
  return (
    <Section title="Get a token">
      <Form onSubmit={() => action.run(() => store.ask(readTokenForm(form)))}>
        <ClientField
          store={clients}
          value={form.client}
          nameOf={(one) => `${nameClient(one)} · ${one.client_id ?? ''}`}
          accepts={canGetTokens}
          onChange={(id) => change({ client: id })}
        />
        <GrantField grant={grant} granted={granted} onChange={change} />
        {needsToken(grant) && <SourceField form={form} sources={sources} onChange={change} />}
        {grant === JWT_BEARER && (
          <TextField
            label="Assertion"
            type="password"
            help="A JWT whose issuer the provider trusts, with the provider in aud. It is sent once and not kept."
            value={form.assertion}
            onChange={(assertion) => change({ assertion })}
          />
        )}
        {grant === 'authorization_code' && client && (
          <CallbackHint url={callbackUrl} client={client} />
        )}
        <TextField
          label="Scope"
          help="Names with spaces between; empty asks for the provider’s default."
          value={form.scope}
          onChange={(scope) => change({ scope })}
        />
        <MoreFields form={form} onChange={change} />
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        <Buttons>
          <Button
            type="submit"
            look="primary"
            disabled={lacksSource || !client}
            isBusy={action.isBusy.value}
          >
            {grant === 'authorization_code' || grant === DEVICE ? 'Start' : 'Get token'}
          </Button>
        </Buttons>
      </Form>
    </Section>
  )
}

/** Typed values, which override the suggestions: the client's first grant, the newest suitable token. */
function useTokenForm(store: TokensStore, clients: ClientsStore, onChange: () => void) {
  const typed = useTyped<Partial<TokenForm>>('tokens/get', {}, ['assertion'])
  const wanted = store.wantedClient.value
  useEffect(() => {
    if (wanted !== undefined && wanted !== typed.peek().client) typed.value = { client: wanted }
  }, [wanted])
  const chosen = typed.value.client
  useEffect(() => clients.need(chosen === undefined ? [] : [chosen]), [chosen])
  const known = chosen === undefined ? undefined : clients.find(chosen)
  const offered = clients.choices.found.value?.items.find(canGetTokens)
  const client = known && canGetTokens(known) ? known : offered
  const granted = client ? listGranted(client) : []
  const grant = typed.value.grant ?? granted[0] ?? 'client_credentials'
  const sources = listSources(store.tokens.value ?? [], grant)
  const source = sources.find(({ id }) => id === typed.value.token) ?? sources[0]
  const form: TokenForm = {
    ...EMPTY_FORM,
    ...typed.value,
    client: client?.id ?? '',
    grant,
    token: source?.id ?? '',
  }
  const change = (part: Partial<TokenForm>): void => {
    // Another client was granted other grants, so its own first one is offered.
    const { grant: before, ...rest } = typed.value
    const keepsGrant = part.client === undefined && before !== undefined
    typed.value = { ...rest, ...(keepsGrant && { grant: before }), ...part }
    onChange()
  }
  return { form, client, granted, sources, change }
}

interface SourceFieldProps {
  form: TokenForm
  sources: readonly Token[]
  onChange: (part: Partial<TokenForm>) => void
}

/** The token that another one comes of. */
function SourceField({ form: { grant, token }, sources, onChange }: SourceFieldProps): VNode {
  if (sources.length === 0) return <p class={styles['quiet']}>{describeLack(grant)}</p>
  return (
    <SelectField
      label={grant === 'refresh_token' ? 'Token to renew' : 'Token to exchange'}
      options={sources.map((one) => ({
        value: one.id,
        label: `${one.access_token} · ${GRANT_WORDS[one.grant].label}`,
      }))}
      value={token}
      onChange={(id) => onChange({ token: id })}
    />
  )
}

interface GrantFieldProps {
  grant: Grant
  granted: readonly Grant[]
  onChange: (part: Partial<TokenForm>) => void
}

function GrantField({ grant, granted, onChange }: GrantFieldProps): VNode {
  const { help } = GRANT_WORDS[grant]
  const isGranted = granted.length === 0 || granted.includes(grant)
  return (
    <SelectField
      label="Grant"
      help={
        isGranted
          ? help
          : `${help} This client was not granted it: the provider will probably refuse, which is worth seeing once.`
      }
      options={(Object.keys(GRANT_WORDS) as Grant[]).map((value) => ({
        value,
        label: GRANT_WORDS[value].label,
      }))}
      value={grant}
      onChange={(next) => onChange({ grant: next, token: '' })}
    />
  )
}

function CallbackHint({ url, client }: { url: string; client: Registration }): VNode | null {
  const registered = client.granted?.['redirect_uris']
  if (Array.isArray(registered) && registered.includes(url)) return null
  return (
    <p class={styles['quiet']}>
      The client needs this redirect URI, and has not registered it: <code>{url}</code>{' '}
      <CopyButton name="redirect URI" text={url} />
    </p>
  )
}

interface MoreFieldsProps {
  form: TokenForm
  onChange: (part: Partial<TokenForm>) => void
}

function MoreFields({ form, onChange }: MoreFieldsProps): VNode {
  return (
    <Disclosure summary="Audience, resource, sender constraint">
      <TextField
        label="Audience"
        help="Only some providers want it, such as Auth0."
        value={form.audience}
        onChange={(audience) => onChange({ audience })}
      />
      <TextField
        label="Resource"
        type="url"
        help="RFC 8707: the address of the API that the token is for."
        value={form.resource}
        onChange={(resource) => onChange({ resource })}
      />
      <SwitchField
        label="Bind to a key (DPoP)"
        help="RFC 9449: a stolen token is of no use without the key."
        value={form.dpop}
        onChange={(dpop) => onChange({ dpop })}
      />
      {form.grant === 'authorization_code' && (
        <SwitchField
          label="Push the request first (PAR)"
          help="RFC 9126: the browser carries a reference only."
          value={form.par}
          onChange={(par) => onChange({ par })}
        />
      )}
    </Disclosure>
  )
}

/** The grants that the client was given, of those that can be carried out here. */
function listGranted({ granted }: Registration): readonly Grant[] {
  const names = granted?.['grant_types']
  const known = Object.keys(GRANT_WORDS) as Grant[]
  // RFC 7591 §2: the default grant is the authorization code.
  return Array.isArray(names)
    ? known.filter((grant) => names.includes(grant))
    : ['authorization_code']
}

function listSources(tokens: readonly Token[], grant: Grant): readonly Token[] {
  return tokens.filter((token) => grant !== 'refresh_token' || token.has_refresh_token)
}

function describeLack(grant: Grant): string {
  return grant === 'refresh_token'
    ? 'No token came with a refresh token yet: get one by authorization code, with the scope offline_access.'
    : 'There is no token to exchange yet: get one by another grant first.'
}
