import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../components/actions/button.tsx'
import { releaseAfterPointer } from './release-focus.ts'
import type { Command } from './stage-keys.ts'
import type { StageStore } from './stage-store.ts'
import styles from './stage.module.css'

const HIDE_AFTER_MS = 3000

/**
 * The speaker's controls: they come with the pointer or the Tab key, and go after three seconds. What is on
 * the stage can be read from afar, so their keys stand in the list of keys, not here.
 */
export function StageControls({ store }: { store: StageStore }): VNode {
  const isShown = useRecentPointer()
  const scene = store.scene.value
  const { next, failure } = store.state.value
  const action = scene?.actions[next]
  const buttons: readonly { command: Command; label: string; isShown?: boolean }[] = [
    { command: 'back', label: 'Back' },
    { command: 'on', label: action ?? 'Go on' },
    { command: 'forward', label: 'Next' },
    {
      command: 'failure',
      label: failure === 'played' ? 'Fix it' : 'Refuse it',
      isShown: scene?.failure !== undefined,
    },
    { command: 'compare', label: 'Compare' },
    { command: 'notes', label: 'Notes' },
    { command: 'start-over', label: 'Start over' },
    { command: 'keys', label: 'Keys' },
    { command: 'leave', label: 'Leave' },
  ]
  return (
    <aside
      class={styles['controls']}
      data-hidden={!isShown || undefined}
      aria-label="Presenter’s controls"
    >
      <div role="toolbar" aria-label="Presenter" onClick={releaseAfterPointer}>
        {buttons
          .filter((button) => button.isShown !== false)
          .map(({ command, label }) => (
            <Button
              key={command}
              look={command === 'on' ? 'primary' : 'plain'}
              isBusy={command === 'on' && store.isBusy.value}
              onClick={() => store.command(command)}
            >
              {label}
            </Button>
          ))}
      </div>
    </aside>
  )
}

function useRecentPointer(): boolean {
  const [isRecent, setIsRecent] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const onMove = (): void => {
      setIsRecent(true)
      clearTimeout(timer)
      timer = setTimeout(() => setIsRecent(false), HIDE_AFTER_MS)
    }
    addEventListener('pointermove', onMove)
    return () => {
      clearTimeout(timer)
      removeEventListener('pointermove', onMove)
    }
  }, [])
  return isRecent
}
