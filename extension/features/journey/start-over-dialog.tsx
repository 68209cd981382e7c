import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import styles from './start-over-dialog.module.css'

export interface StartOverDialogProps {
  isOpen: boolean
  onClose: () => void
  onConfirm: () => void
}

/** Asks before a run is deleted together with what it made. */
export function StartOverDialog({ isOpen, onClose, onConfirm }: StartOverDialogProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isOpen])
  return (
    <dialog
      ref={dialog}
      class={styles['dialog']}
      aria-labelledby="start-over-title"
      onClose={onClose}
    >
      {isOpen && (
        <>
          <h2 id="start-over-title">Delete this run and start over?</h2>
          <p>
            What the run made is deleted with it: client, API token and scope at the identity
            provider, the API, the policy, the catalogue entry and the developer.
          </p>
          <p class={styles['buttons']}>
            <Button onClick={onClose}>Keep this run</Button>
            <Button
              look="primary"
              onClick={() => {
                onConfirm()
                onClose()
              }}
            >
              Delete and start over
            </Button>
          </p>
        </>
      )}
    </dialog>
  )
}
