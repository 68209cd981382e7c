import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../components/actions/button.tsx'
import styles from './pairing-page.module.css'
import type { PairingStore } from './pairing-store.ts'

/** Step 3: to the panel. The browser opens it only within a click, so this is a button. */
export function PanelStep({ store }: { store: PairingStore }): VNode {
  const isPaired = store.isPaired.value
  const place = useRef<HTMLLIElement>(null)
  const wasPaired = useRef(isPaired)
  useEffect(() => {
    // The form that had the focus is gone; this is what comes next.
    if (isPaired && !wasPaired.current && document.activeElement === document.body)
      place.current?.querySelector('button')?.focus()
    wasPaired.current = isPaired
  }, [isPaired])
  return (
    <li class={styles['step']} ref={place}>
      <h2>Open the side panel</h2>
      <div class={styles['content']}>
        <p>
          The panel leads through the steps, beside whatever page you are on. Pin the icon in the
          toolbar to find it again.
        </p>
        <Button
          look={isPaired ? 'primary' : 'plain'}
          disabled={!isPaired}
          onClick={() => void store.openPanel()}
        >
          Open the side panel
        </Button>
        {store.panelTrouble.value !== undefined && <p role="alert">{store.panelTrouble}</p>}
      </div>
    </li>
  )
}
