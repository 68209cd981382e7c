import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { Button } from '../../components/actions/button.tsx'
import { useLostFocus } from '../../components/forms/use-lost-focus.ts'
import styles from './lessons.module.css'

export interface LessonFooterProps {
  at: number
  count: number
  judged: 'passed' | 'skipped' | 'open'
  isBusy: boolean
  onGo: (step: number) => void
  onSkip: () => void
  onEnd: () => void
}

/** Next waits in words while a checkpoint waits; Skip goes on without passing it. */
export function LessonFooter(props: LessonFooterProps): VNode {
  const { at, count, judged, isBusy, onGo, onSkip, onEnd } = props
  const isLast = at === count - 1
  const isWaiting = judged === 'open'
  const footer = useRef<HTMLElement>(null)
  useLostFocus(`${judged} ${isBusy ? 'busy' : ''}`, () =>
    footer.current?.querySelector<HTMLElement>('button[data-look=primary]:enabled'),
  )
  return (
    <footer class={styles['footer']} ref={footer}>
      <Button disabled={at === 0 || isBusy} onClick={() => onGo(at - 1)}>
        Back
      </Button>
      <Button
        look={isWaiting ? 'plain' : 'primary'}
        disabled={isWaiting || isBusy}
        onClick={() => (isLast ? onEnd() : onGo(at + 1))}
      >
        {isWaiting
          ? 'Waiting for the checkpoint'
          : isLast
            ? 'End of the lesson'
            : `Go on to ${at + 2}`}
      </Button>
      {isWaiting && (
        <Button look="quiet" disabled={isBusy} onClick={onSkip}>
          Skip
        </Button>
      )}
    </footer>
  )
}
