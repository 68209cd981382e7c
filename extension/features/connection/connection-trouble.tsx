import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { CopyButton } from '../../components/actions/copy-button.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import styles from './connection-trouble.module.css'
import type { ConnectionStore } from './connection-store.ts'

const START_COMMAND = 'npm start'

export interface ConnectionTroubleProps {
  store: ConnectionStore
  onPair: () => void
  onCopyDiagnostics: () => void
}

/** The reason for a lost connection to the companion, and what to do. Empty while connected. */
export function ConnectionTrouble(props: ConnectionTroubleProps): VNode | null {
  const { store, onPair, onCopyDiagnostics } = props
  const phase = store.phase.value
  if (phase === 'unpaired') return <Unpaired store={store} onPair={onPair} />
  if (phase !== 'down') return null
  const isOther = store.lastError.value?.code === 'COMPANION_UNPROVEN'
  return (
    <Notice
      tone="bad"
      title={isOther ? 'Another program answers' : 'The companion does not answer'}
      isUrgent
    >
      <p>{store.lastError.value?.message} What is on screen stays.</p>
      {isOther ? (
        <p>{store.lastError.value?.options.hint}</p>
      ) : (
        <p class={styles['command']}>
          Start it with <code>{START_COMMAND}</code>
          <CopyButton name="start command" text={START_COMMAND} />
        </p>
      )}
      <p class={styles['buttons']}>
        <Button onClick={store.retry}>Try again</Button>
        <Button onClick={onPair}>Pair again</Button>
        <Button onClick={onCopyDiagnostics}>Copy diagnostics</Button>
      </p>
    </Notice>
  )
}

function Unpaired({ store, onPair }: Pick<ConnectionTroubleProps, 'store' | 'onPair'>): VNode {
  const wasPaired = store.lastError.value !== undefined
  return (
    <section class={styles['unpaired']} aria-labelledby="unpaired-title">
      <h1 id="unpaired-title">{wasPaired ? 'Pair again' : 'Pair with the companion'}</h1>
      {wasPaired && <p>{store.lastError.value?.message}</p>}
      <p>
        The companion is a small program on this machine that carries out the steps. Pairing lets
        this panel, and nothing else in the browser, drive it.
      </p>
      <p>
        <Button look="primary" onClick={onPair}>
          {wasPaired ? 'Pair again' : 'Pair'}
        </Button>
      </p>
      <p class={styles['quiet']}>Nothing leaves this machine.</p>
    </section>
  )
}
