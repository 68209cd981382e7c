import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { PlacedStep } from '#shared/journeys/read-steps.ts'
import { Button } from '../../components/actions/button.tsx'
import styles from './waiting-line.module.css'

/** A step that is done sooner shows nothing in between. */
const SHOWN_AFTER_MS = 150
const SECONDS_AFTER_MS = 2000

/** What a running step waits for, for how long already, and the way to end it. */
export function WaitingLine({
  step,
  onCancel,
}: {
  step: Pick<PlacedStep, 'id' | 'waitsFor'>
  onCancel: () => void
}): VNode {
  const ms = useSignal(0)
  const isCancelling = useSignal(false)
  useEffect(() => {
    const start = Date.now()
    const show = setTimeout(() => (ms.value = SHOWN_AFTER_MS), SHOWN_AFTER_MS)
    const count = setInterval(() => (ms.value = Date.now() - start), 1000)
    return () => {
      clearTimeout(show)
      clearInterval(count)
    }
  }, [step.id])
  if (ms.value < SHOWN_AFTER_MS) return <div />
  return (
    <div class={styles['line']}>
      <p role="status">Waiting for {step.waitsFor ?? 'the companion'} …</p>
      {ms.value >= SECONDS_AFTER_MS && (
        <span class={styles['time']}>{Math.floor(ms.value / 1000)} s</span>
      )}
      <Button
        isBusy={isCancelling.value}
        onClick={() => {
          isCancelling.value = true
          onCancel()
        }}
      >
        Cancel
      </Button>
    </div>
  )
}
