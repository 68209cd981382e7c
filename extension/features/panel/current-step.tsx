import type { VNode } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { PortalSection } from './portal-section.tsx'
import { StepCard } from '../journey/step-card.tsx'
import type { StepView } from '../journey/step-view.ts'
import { WireList } from '../wire/wire-list.tsx'
import { findStepExchanges } from '../wire/wire-store.ts'
import styles from './panel.module.css'
import type { PanelStores } from './panel-stores.ts'

/** The step on screen together with what it did on the wire. */
export function CurrentStep({ stores }: { stores: PanelStores }): VNode | null {
  const { connection, journey, wire } = stores
  const view = journey.current.value
  const isConnected = connection.isConnected.value
  const ids = view?.state.exchanges.join(' ') ?? ''
  const verdictId = view && findVerdictId(stores, view)
  useEffect(() => {
    if (isConnected) void wire.need(ids.split(' ').filter(Boolean), verdictId)
  }, [isConnected, ids, verdictId])
  const { place, minHeight } = useHeldHeight(view?.step.id, journey.running.value)
  if (!view) return null
  const { state } = view
  const isRunning = journey.running.value === view.step.id
  // The run tells that it has begun only after a moment; till then the attempt before is still in it.
  const hasBegun = state.state === 'running'
  const exchanges = findStepExchanges(wire.exchanges.value, {
    run: journey.run.value?.id ?? '',
    id: view.step.id,
    exchanges: isRunning ? [] : state.exchanges,
    runsSince: hasBegun ? state.started_at : undefined,
  })
  return (
    <div class={styles['step']} ref={place} style={minHeight}>
      <StepCard
        store={journey}
        view={view}
        onOpen={stores.pages.open}
        onExamine={() => examineRun(stores)}
        addresses={connection.status.value?.addresses}
        verdict={verdictId === undefined ? undefined : wire.verdicts.value.get(verdictId)}
      />
      <PortalSection stores={stores} view={view} />
      <WireList exchanges={exchanges} empty={describeEmptiness(view, isRunning)} />
    </div>
  )
}

/** The examination of a failure starts at once, with what the run works with. */
function examineRun({ tools, journey }: PanelStores): void {
  const run = journey.run.peek()?.id
  if (run !== undefined) tools.examine?.({ run })
}

function describeEmptiness({ step, state }: StepView, isRunning: boolean): string {
  if (isRunning) return 'A request stands here as soon as it is answered.'
  return state.state === 'passed'
    ? 'Nothing went over the wire: the companion did this step by itself.'
    : `Each request of this step and its answer will stand here, once “${step.runLabel}” sends one.`
}

/** While a step runs its old result is gone: the page keeps its height, so that nothing jumps. */
function useHeldHeight(step: string | undefined, running: string | undefined) {
  const place = useRef<HTMLDivElement>(null)
  const held = useRef(0)
  const isRunning = step !== undefined && step === running
  useLayoutEffect(() => {
    if (!isRunning) held.current = place.current?.offsetHeight ?? 0
  })
  return { place, minHeight: isRunning ? { minBlockSize: `${held.current}px` } : undefined }
}

/** A step that was refused may have no result; then its last exchange names the verdict. */
function findVerdictId({ wire }: PanelStores, { state }: StepView): string | undefined {
  if (state.result?.verdict !== undefined) return state.result.verdict
  return state.exchanges
    .map((id) => wire.exchanges.value.get(id)?.verdict)
    .findLast((verdict) => verdict !== undefined)
}
