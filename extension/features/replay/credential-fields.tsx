import type { VNode } from 'preact'
import type { TokenChoice } from '#shared/contract/replay/replay-request.ts'
import { Button } from '../../components/actions/button.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { SelectField, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import type { ReplayStore } from './replay-store.ts'
import styles from './replay.module.css'

type Choice<Kind extends TokenChoice['kind']> = Extract<TokenChoice, { kind: Kind }>

export function BasicFields({
  token,
  onChange,
}: {
  token: Choice<'basic'>
  onChange: (token: TokenChoice) => void
}): VNode {
  return (
    <>
      <TextField
        label="User"
        value={token.username}
        onChange={(username) => onChange({ ...token, username })}
      />
      <TextField
        label="Password"
        type="password"
        help="Kept encrypted under a name when it is sent; the request then refers to the name."
        value={token.password}
        onChange={(password) => onChange({ ...token, password })}
      />
    </>
  )
}

/** A token that was pasted: kept encrypted under a name, to which requests refer. */
export function SecretFields({
  store,
  token,
  onChange,
}: {
  store: ReplayStore
  token: Choice<'secret'>
  onChange: (token: TokenChoice) => void
}): VNode {
  const typed = useTyped('replay/secret', { name: 'pasted-token', value: '' }, ['value'])
  const { name, value } = typed.value
  const action = useAction()
  const keep = (): void =>
    action.run(async () => {
      await store.secrets.keepSecret(name.trim(), value.trim())
      typed.value = { name, value: '' }
      onChange({ ...token, secret: name.trim() })
    })
  const secrets = store.secrets.secrets.value
  return (
    <>
      {secrets.length > 0 && (
        <SelectField
          label="Kept secret"
          options={[
            { value: '', label: 'Choose one' },
            ...secrets.map((one) => ({ value: one.name, label: `${one.name} ${one.mask}` })),
          ]}
          value={token.secret}
          onChange={(secret) => onChange({ ...token, secret })}
        />
      )}
      <TextField
        label="Name"
        value={name}
        onChange={(text) => (typed.value = { name: text, value })}
      />
      <TextField
        label="Token or key"
        type="password"
        help="Kept encrypted. Requests and sets hold its name, never the text."
        value={value}
        onChange={(text) => (typed.value = { name, value: text })}
      />
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <p class={styles['pair']}>
        <Button disabled={value === ''} isBusy={action.isBusy.value} onClick={keep}>
          Keep it
        </Button>
      </p>
    </>
  )
}
