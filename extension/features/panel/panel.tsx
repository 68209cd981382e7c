import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { LiveRegion } from '../../components/feedback/live-region.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Skeleton } from '../../components/feedback/skeleton.tsx'
import { ToolsContext } from '../../components/actions/tools.ts'
import { TypedValuesContext } from '../../components/forms/typed-values.ts'
import { ConnectionBar } from '../connection/connection-bar.tsx'
import { ConnectionTrouble } from '../connection/connection-trouble.tsx'
import { JourneyFooter } from '../journey/journey-footer.tsx'
import { Letters } from '../portal/letters.tsx'
import { LeftBehindNotice } from '../journey/left-behind-notice.tsx'
import { Progress } from '../journey/progress.tsx'
import { ConditionsBadge } from '../scenarios/conditions-badge.tsx'
import { CurrentPage } from './current-page.tsx'
import { PanelMenu } from './panel-menu.tsx'
import type { PanelStores } from './panel-stores.ts'
import styles from './panel.module.css'
import { CurrentStep } from './current-step.tsx'
import { usePanelKeys } from './use-panel-keys.ts'

/** The whole side panel. */
export function Panel({ stores }: { stores: PanelStores }): VNode {
  const { connection, journey } = stores
  const canRun = connection.isConnected.value && !journey.isRestarting.value
  const hasRun = journey.run.value !== undefined
  const isUnpaired = connection.phase.value === 'unpaired'
  const page = isUnpaired ? undefined : stores.pages.current.value
  const isOnSteps = !isUnpaired && page === undefined
  usePanelKeys(journey, { isOnSteps, canRun })
  useReadyMark(stores)
  return (
    <ToolsContext.Provider value={stores.tools}>
      <TypedValuesContext.Provider value={stores.typed}>
        <div class={styles['panel']}>
          <div class={styles['top']}>
            <ConnectionBar store={connection}>
              <PanelMenu stores={stores} canRun={canRun} />
            </ConnectionBar>
            {!isUnpaired && (
              <ConditionsBadge
                store={stores.conditions}
                canRun={canRun}
                onOpen={() => stores.pages.open('scenarios')}
              />
            )}
            {hasRun && isOnSteps && <Progress store={journey} canRun={canRun} />}
          </div>
          <main class={styles['content']}>
            <ConnectionTrouble
              store={connection}
              onPair={stores.openPairing}
              onCopyDiagnostics={stores.copyDiagnostics}
            />
            {connection.status.value?.is_read_only === true && <ReadOnlyNotice />}
            {journey.problem.value && <ProblemNotice problem={journey.problem.value} />}
            <LeftBehindNotice store={journey} />
            <Letters store={stores.letters} />
            {page && <CurrentPage stores={stores} page={page} />}
            {isOnSteps && <CurrentStep stores={stores} />}
            {isOnSteps && !hasRun && isWaiting(stores) && <Skeleton label="Loading the journey" />}
          </main>
          {hasRun && isOnSteps && <JourneyFooter store={journey} canRun={canRun} />}
        </div>
        <LiveRegion announcer={stores.announcer} />
      </TypedValuesContext.Provider>
    </ToolsContext.Provider>
  )
}

function ReadOnlyNotice(): VNode {
  return (
    <Notice tone="warn" title="The companion can only read">
      <p>The disk refused a write, so nothing new is kept. Free some space and start it again.</p>
    </Notice>
  )
}

function isWaiting({ connection, journey }: PanelStores): boolean {
  return connection.phase.value !== 'down' && !journey.problem.value
}

/** Tells tests that the first real state is drawn. */
function useReadyMark(stores: PanelStores): void {
  const { phase } = stores.connection
  const isSettled =
    phase.value === 'unpaired' ||
    phase.value === 'down' ||
    stores.journey.run.value !== undefined ||
    stores.journey.problem.value !== undefined
  useEffect(() => {
    if (isSettled) document.body.dataset['dcrReady'] = ''
  }, [isSettled])
}
