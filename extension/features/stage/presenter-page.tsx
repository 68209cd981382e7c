import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { LiveRegion } from '../../components/feedback/live-region.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import type { Presentation } from './presentation.ts'
import { StageControls } from './stage-controls.tsx'
import { findCommand } from './stage-keys.ts'
import { StageView } from './stage-view.tsx'
import styles from './stage.module.css'

/** The whole tab of the presenter. */
export function PresenterPage({ presentation }: { presentation: Presentation }): VNode {
  const { store, conditions, announcer, isShowingKeys, connection } = presentation
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isShowingKeys.value && event.key === 'Escape') return
      const command = findCommand(event)
      if (!command) return
      event.preventDefault()
      store.command(command)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [store, isShowingKeys])
  const isEmpty = store.moment.value === 'loading'
  const problem = findProblem(presentation)
  return (
    <>
      {isEmpty && problem !== undefined ? (
        <main class={styles['stage']}>
          <section class={styles['say']}>
            <h1>Nothing to present</h1>
            <p>{problem}</p>
          </section>
        </main>
      ) : (
        <StageView store={store} conditions={conditions.conditions.value} />
      )}
      {!isEmpty && <StageControls store={store} />}
      {store.isDark.value && <div class={styles['dark']} aria-label="Dark screen" role="img" />}
      <KeysDialog isOpen={isShowingKeys.value} onClose={() => (isShowingKeys.value = false)} />
      <LiveRegion announcer={announcer} />
      <span hidden data-connection={connection.phase.value} />
    </>
  )
}

/** Why there is no picture yet; once there is a picture it stays, and the notes say what is wrong. */
function findProblem({ connection, store }: Presentation): string | undefined {
  if (connection.phase.value === 'unpaired')
    return 'This browser is not paired with a companion. Open DCR Lab’s panel and pair first.'
  if (connection.phase.value === 'down')
    return 'The companion does not answer. Start it, and this page goes on by itself.'
  return store.problem.value
}
