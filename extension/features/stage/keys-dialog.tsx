import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../components/actions/button.tsx'
import { KEY_WORDS } from './stage-keys.ts'
import { releaseFocus } from './release-focus.ts'
import styles from './stage.module.css'

/** Every key of the stage. */
export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else {
      dialog.current?.close()
      releaseFocus()
    }
  }, [isOpen])
  return (
    <dialog ref={dialog} class={styles['keys']} aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">Keys</h2>
      <dl>
        {KEY_WORDS.map(({ key, words }) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </>
        ))}
      </dl>
      <Button onClick={onClose}>Close</Button>
    </dialog>
  )
}
