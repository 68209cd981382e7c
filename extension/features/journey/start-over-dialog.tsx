import type { VNode } from 'preact'
import { ConfirmDialog } from '../../components/actions/confirm-dialog.tsx'

export interface StartOverDialogProps {
  isOpen: boolean
  onClose: () => void
  onConfirm: () => void
}

/** Asks before a run is deleted together with what it made. */
export function StartOverDialog(props: StartOverDialogProps): VNode {
  return (
    <ConfirmDialog
      {...props}
      title="Delete this run and start over?"
      keepLabel="Keep this run"
      confirmLabel="Delete and start over"
    >
      <p>
        Everything that the run made is deleted with it: client, API token and scope at the identity
        provider, the API, the policy, the catalogue entry and the developer.
      </p>
    </ConfirmDialog>
  )
}
