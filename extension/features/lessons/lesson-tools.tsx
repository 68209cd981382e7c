import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { ConfirmDialog } from '../../components/actions/confirm-dialog.tsx'
import { Buttons } from '../../components/forms/form.tsx'

export interface LessonToolsProps {
  isBusy: boolean
  onPresent: () => void
  onStartOver: () => void
  onForget: () => void
}

/** What can be done with a lesson that was begun, beside its steps. */
export function LessonTools({ isBusy, onPresent, onStartOver, onForget }: LessonToolsProps): VNode {
  const isAsking = useSignal(false)
  return (
    <>
      <Buttons>
        <Button icon="stage" onClick={onPresent}>
          Present
        </Button>
        <Button look="quiet" icon="again" disabled={isBusy} onClick={onStartOver}>
          Start this step over
        </Button>
        <Button look="quiet" disabled={isBusy} onClick={() => (isAsking.value = true)}>
          Forget my progress…
        </Button>
      </Buttons>
      <ConfirmDialog
        isOpen={isAsking.value}
        title="Forget how far you came?"
        confirmLabel="Forget progress"
        keepLabel="Keep it"
        onClose={() => (isAsking.value = false)}
        onConfirm={onForget}
      >
        <p>The run of this lesson is deleted with its client, API and policy.</p>
      </ConfirmDialog>
    </>
  )
}
