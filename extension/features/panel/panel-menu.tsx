import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { readKind } from '#shared/journeys/read-steps.ts'
import { Icon } from '../../components/layout/icon.tsx'
import { StartOverDialog } from '../journey/start-over-dialog.tsx'
import styles from './panel-menu.module.css'
import { PAGES } from './pages.ts'
import type { PanelStores } from './panel-stores.ts'

const MENU_ID = 'panel-menu'

/** The menu of pages, behind one button. */
export function PanelMenu({ stores, canRun }: { stores: PanelStores; canRun: boolean }): VNode {
  const { journey } = stores
  const isAsking = useSignal(false)
  const hasRun = journey.run.value !== undefined
  return (
    <>
      <button
        class={styles['opener']}
        type="button"
        aria-label="Menu"
        title="Menu"
        popovertarget={MENU_ID}
      >
        <Icon name="menu" />
      </button>
      <div id={MENU_ID} class={styles['menu']} popover="auto" role="group" aria-label="Menu">
        <Item onChoose={() => void journey.runAll()} disabled={!canRun || !hasRun}>
          Run all steps
        </Item>
        <Item onChoose={() => presentRun(stores)} disabled={!canRun || !hasRun}>
          Present
        </Item>
        <Item onChoose={() => (isAsking.value = true)} disabled={!canRun || !hasRun}>
          Start over
        </Item>
        <hr />
        {PAGES.map(({ id, label }) => (
          <Item key={id} onChoose={() => stores.openList(id)} disabled={!canRun}>
            {label}
          </Item>
        ))}
        <hr />
        <Item onChoose={stores.openPairing}>Pair again</Item>
        <Item onChoose={stores.copyDiagnostics}>Copy diagnostics</Item>
      </div>
      <StartOverDialog
        isOpen={isAsking.value}
        onClose={() => (isAsking.value = false)}
        onConfirm={() => {
          const run = journey.run.peek()
          if (run) void journey.startOver(readKind(run))
        }}
      />
    </>
  )
}

function presentRun({ journey, present }: PanelStores): void {
  const run = journey.run.peek()
  if (run) present({ kind: 'run', id: run.id })
}

interface ItemProps {
  children: string
  onChoose: () => void
  disabled?: boolean
}

function Item({ children, onChoose, disabled = false }: ItemProps): VNode {
  return (
    <button
      type="button"
      disabled={disabled}
      popovertarget={MENU_ID}
      popovertargetaction="hide"
      onClick={onChoose}
    >
      {children}
    </button>
  )
}
