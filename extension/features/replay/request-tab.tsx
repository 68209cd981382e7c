import type { VNode } from 'preact'
import { SelectField, TextField } from '../../components/forms/form.tsx'
import { BodyEditor } from './body-editor.tsx'
import { FieldTable } from './field-table.tsx'
import type { ReplayViewProps } from './replay-view.tsx'
import styles from './replay.module.css'
import { TokenField } from './token-field.tsx'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

const ROUTES = [
  { value: 'gateway', label: 'Through the gateway' },
  { value: 'direct', label: 'Direct to the address' },
] as const

/** Everything of a request that can be edited. */
export function RequestTab({
  store,
  tokens,
  clients,
}: Omit<ReplayViewProps, 'watchTokens'>): VNode {
  const { name, request, thread, exchange } = store.draft.value
  return (
    <div class={styles['request']}>
      <RequestLine store={store} />
      <TextField
        label="Address"
        type="url"
        placeholder={request.route === 'gateway' ? '/okta-api/' : 'https://api.example.com/'}
        help={
          request.route === 'gateway'
            ? 'A path at the gateway, or its complete address.'
            : 'Any address that the companion may call. Redirects are shown, not followed.'
        }
        value={request.url}
        onChange={(url) => store.edit({ url })}
      />
      <TokenField
        key={thread || exchange}
        store={store}
        tokens={tokens}
        clients={clients}
        token={request.token}
      />
      <FieldTable
        title="Headers"
        noun="header"
        fields={request.headers}
        onChange={(headers) => store.edit({ headers })}
      />
      <FieldTable
        title="Query"
        noun="query field"
        fields={request.query}
        onChange={(query) => store.edit({ query })}
      />
      <BodyEditor
        key={`${name}/${thread}`}
        body={request.body}
        upload={store.upload}
        onChange={(body) => store.edit({ body })}
      />
    </div>
  )
}

/** How the request is sent: its method, and whether through the gateway. */
function RequestLine({ store }: Pick<ReplayViewProps, 'store'>): VNode {
  const { method, route } = store.draft.value.request
  return (
    <div class={styles['line']}>
      <label class={styles['method']}>
        Method
        <input
          list="replay-methods"
          spellcheck={false}
          value={method}
          onInput={(event) => store.edit({ method: event.currentTarget.value.toUpperCase() })}
        />
      </label>
      <datalist id="replay-methods">
        {METHODS.map((method) => (
          <option key={method} value={method} />
        ))}
      </datalist>
      <SelectField
        label="Way"
        options={ROUTES}
        value={route}
        onChange={(next) => store.edit({ route: next })}
      />
    </div>
  )
}
