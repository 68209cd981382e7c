import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { CopyButton } from '../../components/actions/copy-button.tsx'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import styles from './pairing-page.module.css'
import type { PairingStore } from './pairing-store.ts'

const START_COMMAND = 'npm start'

/** Step 1: the companion has to run; the page sees by itself when it does. */
export function CompanionStep({ store }: { store: PairingStore }): VNode {
  const version = store.companion.value
  const isFound = version !== undefined
  return (
    <li class={styles['step']} data-done={isFound || store.isPaired.value || undefined}>
      <h2>Start the companion</h2>
      <div class={styles['content']}>
        <p>In the folder of DCR Lab, type in a terminal:</p>
        <p class={styles['command']}>
          <code>{START_COMMAND}</code>
          <CopyButton name="start command" text={START_COMMAND} />
        </p>
        <p
          class={styles['presence']}
          role="status"
          aria-label="Companion"
          data-found={isFound || undefined}
        >
          <span class={styles['dot']} aria-hidden="true" />
          {isFound
            ? `Companion ${version} found at ${store.origin.value}`
            : `Waiting for the companion at ${store.origin.value} …`}
        </p>
        <Disclosure summary="It listens at another address">
          <AddressForm store={store} />
        </Disclosure>
      </div>
    </li>
  )
}

function AddressForm({ store }: { store: PairingStore }): VNode {
  const typed = useSignal(store.origin.peek())
  const isWrong = useSignal(false)
  return (
    <form
      class={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        isWrong.value = !store.changeOrigin(typed.value)
        if (!isWrong.value) typed.value = store.origin.peek()
      }}
    >
      <label>
        Companion address
        <input
          class={styles['address']}
          type="url"
          value={typed}
          spellcheck={false}
          aria-invalid={isWrong.value ? 'true' : undefined}
          aria-describedby={isWrong.value ? 'address-issue' : undefined}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
      </label>
      <Button type="submit">Use this address</Button>
      {isWrong.value && (
        <p id="address-issue" class={styles['issue']} role="alert">
          The companion listens on this machine only: write http://127.0.0.1: and the port that the
          terminal shows.
        </p>
      )}
    </form>
  )
}
