import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../components/actions/button.tsx'
import { releaseAfterPointer } from './release-focus.ts'
import type { Command } from './stage-keys.ts'
import type { StageStore } from './stage-store.ts'
import styles from './stage.module.css'

const HIDE_AFTER_MS = 3000

/** The speaker's controls: they come with the pointer or the Tab key, and go after three seconds. */
export function StageControls({ store }: { store: StageStore }): VNode {
  const isShown = useRecentPointer()
  const scene = store.scene.value
  const { next, failure } = store.state.value
  const action = scene?.actions[next]
  const buttons: readonly { command: Command; label: string; key: string; isShown?: boolean }[] = [
    { command: 'back', label: 'Back', key: '←' },
    { command: 'on', label: action ?? 'Go on', key: 'Space' },
    { command: 'forward', label: 'Next', key: '→' },
    {
      command: 'failure',
      label: failure === 'played' ? 'Fix it' : 'Refuse it',
      key: 'F',
      isShown: scene?.failure !== undefined,
    },
    { command: 'compare', label: 'Compare', key: 'C' },
    { command: 'notes', label: 'Notes', key: 'N' },
    { command: 'start-over', label: 'Start over', key: 'R' },
    { command: 'keys', label: 'Keys', key: '?' },
    { command: 'leave', label: 'Leave', key: 'Esc' },
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
          .map(({ command, label, key }) => (
            <Button
              key={command}
              look={command === 'on' ? 'primary' : 'plain'}
              isBusy={command === 'on' && store.isBusy.value}
              onClick={() => store.command(command)}
            >
              {label} <kbd aria-hidden="true">{key}</kbd>
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
