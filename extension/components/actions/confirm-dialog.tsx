import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Button } from './button.tsx'
import styles from './confirm-dialog.module.css'

export interface ConfirmDialogProps {
  isOpen: boolean
  /** A question, such as "Delete this client?". */
  title: string
  /** The data that will be deleted. */
  children: ComponentChildren
  /** The action with its verb, such as "Delete client". */
  confirmLabel: string
  keepLabel?: string
  onClose: () => void
  onConfirm: () => void
}

/** Asks before an action that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps): VNode {
  const { isOpen, title, children, confirmLabel, keepLabel = 'Cancel', onClose, onConfirm } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isOpen])
  return (
    <dialog ref={dialog} class={styles['dialog']} aria-labelledby={titleId} onClose={onClose}>
      {isOpen && (
        <>
          <h2 id={titleId}>{title}</h2>
          {children}
          <p class={styles['buttons']}>
            <Button onClick={onClose}>{keepLabel}</Button>
            <Button
              look="danger"
              onClick={() => {
                onConfirm()
                onClose()
              }}
            >
              {confirmLabel}
            </Button>
          </p>
        </>
      )}
    </dialog>
  )
}
