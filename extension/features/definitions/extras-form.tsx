import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { type GatewayExtras, type Quirk, readGatewayExtras } from '#shared/tyk/gateway-extras.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, Form, SelectField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import type { DefinitionsStore } from './definitions-store.ts'
import styles from './definitions.module.css'
import { ERROR_PROFILES, QUIRKS, TOKEN_PROFILES } from './extras-words.ts'
import { MemberProblems } from './member-problems.tsx'
import { useAction } from '../../components/actions/use-action.ts'

export interface ExtrasFormProps {
  store: DefinitionsStore
  api: ApiDefinition
  /** The issuer of the run on screen: the error profile of RFC 6750 has to name one. */
  issuer: string | undefined
}

/** The gateway extras of one API, for which Tyk's definition has no members. */
export function ExtrasForm({ store, api, issuer }: ExtrasFormProps): VNode {
  const draft = useTyped<GatewayExtras | null>(`definitions/extras/${api.api_id}`, null)
  const isSaved = useSignal(false)
  const action = useAction()
  const settings = draft.value ?? readGatewayExtras(api)
  const change = (part: Partial<GatewayExtras>): void => {
    draft.value = { ...settings, ...part }
    isSaved.value = false
    action.forget()
  }
  const save = async (): Promise<void> => {
    await store.saveSettings(api.api_id, settings)
    draft.value = null
    isSaved.value = true
  }
  return (
    <Form onSubmit={() => action.run(save)}>
      <Choice
        label="Refusals"
        words={ERROR_PROFILES}
        value={settings.error_profile}
        onChange={(error_profile) =>
          change({ error_profile, ...nameIssuer(settings, error_profile, issuer) })
        }
      />
      {settings.error_profile === 'rfc6750' && (
        <Issuers
          value={settings.allowed_issuers}
          onChange={(allowed_issuers) => change({ allowed_issuers })}
        />
      )}
      <Choice
        label="Tokens"
        words={TOKEN_PROFILES}
        value={settings.token_profile}
        onChange={(token_profile) => change({ token_profile })}
      />
      <Quirks value={settings.quirks} onChange={(quirks) => change({ quirks })} />
      {action.problem.value && (
        <MemberProblems title="Nothing was saved" problem={action.problem.value} documents={1} />
      )}
      <Buttons>
        <Button type="submit" disabled={!draft.value} isBusy={action.isBusy.value}>
          Save settings
        </Button>
        <span role="status">{isSaved.value && 'Saved; the next call is judged by them.'}</span>
      </Buttons>
    </Form>
  )
}

/** Clients are told where to get a token, so an issuer has to be named; the run knows one. */
function nameIssuer(
  { allowed_issuers }: GatewayExtras,
  profile: GatewayExtras['error_profile'],
  issuer: string | undefined,
): Partial<GatewayExtras> {
  const isNeeded = profile === 'rfc6750' && allowed_issuers.length === 0
  return isNeeded && issuer !== undefined ? { allowed_issuers: [issuer] } : {}
}

interface ChoiceProps<T extends string> {
  label: string
  words: Record<T, { label: string; help: string }>
  value: T
  onChange: (value: T) => void
}

function Choice<T extends string>({ label, words, value, onChange }: ChoiceProps<T>): VNode {
  const options = Object.keys(words) as T[]
  return (
    <SelectField
      label={label}
      help={words[value].help}
      options={options.map((option) => ({ value: option, label: words[option].label }))}
      value={value}
      onChange={onChange}
    />
  )
}

interface ListProps<T> {
  value: readonly T[]
  onChange: (value: T[]) => void
}

function Issuers({ value, onChange }: ListProps<string>): VNode {
  return (
    <label class={styles['field']}>
      Allowed issuers
      <textarea
        class={styles['text']}
        rows={2}
        spellcheck={false}
        value={value.join('\n')}
        onChange={(event) =>
          onChange(
            event.currentTarget.value
              .split('\n')
              .map((line) => line.trim())
              .filter(Boolean),
          )
        }
      />
      <span class={styles['help']}>
        One per line. The metadata sends clients there for a token.
      </span>
    </label>
  )
}

function Quirks({ value, onChange }: ListProps<Quirk>): VNode {
  const quirks = Object.keys(QUIRKS) as Quirk[]
  return (
    <fieldset class={styles['quirks']}>
      <legend>Bugs of Tyk to switch on</legend>
      {quirks.map((quirk) => (
        <label key={quirk} class={styles['option']}>
          <input
            type="checkbox"
            role="switch"
            checked={value.includes(quirk)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(quirks.filter((one) => (one === quirk ? checked : value.includes(one))))
            }
          />
          <span>
            {QUIRKS[quirk].label}
            <small>{QUIRKS[quirk].help}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
