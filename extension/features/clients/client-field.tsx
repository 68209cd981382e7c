import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Registration } from '#shared/contract/registration.ts'
import { SelectField, TextField } from '../../components/forms/form.tsx'
import { formatCount } from '../../lib/format-count.ts'
import type { ClientsStore } from './clients-store.ts'

export interface ClientFieldProps {
  store: Pick<ClientsStore, 'choices' | 'find'>
  /** The id of the chosen client. */
  value: string
  nameOf: (client: Registration) => string
  /** Which of the clients can be chosen; left out, all of them. */
  accepts?: (client: Registration) => boolean
  onChange: (id: string) => void
}

/** The choice of a client; where there are more than fit into it, they can be searched for. */
export function ClientField({
  store,
  value,
  nameOf,
  accepts = () => true,
  onChange,
}: ClientFieldProps): VNode {
  const search = useSignal(store.choices.query.peek())
  const { items = [], total = 0 } = store.choices.found.value ?? {}
  const chosen = store.find(value)
  const offered = items.filter(accepts)
  const options = chosen && !offered.includes(chosen) ? [chosen, ...offered] : offered
  const isLong = total > items.length || search.value !== ''
  // The next visit begins with all of them.
  useEffect(() => () => void store.choices.look('', false), [store.choices])
  return (
    <>
      {isLong && (
        <TextField
          label="Find a client"
          type="search"
          placeholder="Name, client id, host or origin"
          value={search.value}
          onChange={(text) => {
            search.value = text
            void store.choices.look(text, true)
          }}
        />
      )}
      <SelectField
        label="Client"
        help={isLong ? describeOffer(items.length, total) : undefined}
        options={options.map((one) => ({ value: one.id, label: nameOf(one) }))}
        value={value}
        onChange={onChange}
      />
    </>
  )
}

function describeOffer(shown: number, total: number): string {
  if (total === 0) return 'No client matches.'
  return total > shown
    ? `The newest ${shown} of ${formatCount(total)}; find others above.`
    : `${formatCount(total)} found.`
}
