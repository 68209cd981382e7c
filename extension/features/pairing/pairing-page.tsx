import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import { Icon } from '../../components/layout/icon.tsx'
import { createAnnouncer, LiveRegion } from '../../components/feedback/live-region.tsx'
import { type Tools, ToolsContext } from '../../components/actions/tools.ts'
import { CompanionStep } from './companion-step.tsx'
import { CodeStep } from './code-step.tsx'
import { PanelStep } from './panel-step.tsx'
import styles from './pairing-page.module.css'
import type { PairingStore } from './pairing-store.ts'

/** The first page a person sees: what this is, and the way to the side panel. */
export function PairingPage({ store }: { store: PairingStore }): VNode {
  const announcer = useMemo(createAnnouncer, [])
  const tools = useMemo<Tools>(
    () => ({
      announce: announcer.announce,
      async copy(text, name) {
        await store.copy(text)
        announcer.announce(`Copied ${name}`)
      },
      reveal: () => Promise.reject(new TypeError('There are no secrets on this page')),
    }),
    [store],
  )
  return (
    <ToolsContext.Provider value={tools}>
      <main class={styles['page']}>
        <header>
          <p class={styles['mark']}>
            <Icon name="key" /> DCR Lab
          </p>
          <h1>See every step of a dynamic client registration</h1>
          <p>
            Register an OAuth client, get a token with it, call an API through a gateway, and see
            why each step worked or failed. It runs on this machine, offline, with an embedded
            identity provider.
          </p>
        </header>
        <ol class={styles['steps']}>
          <CompanionStep store={store} />
          <CodeStep store={store} />
          <PanelStep store={store} />
        </ol>
        <p class={styles['quiet']}>Nothing leaves this machine.</p>
      </main>
      <LiveRegion announcer={announcer} />
    </ToolsContext.Provider>
  )
}
