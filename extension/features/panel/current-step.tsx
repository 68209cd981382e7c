import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { StepCard } from '../journey/step-card.tsx'
import type { StepView } from '../journey/step-view.ts'
import { WireList } from '../wire/wire-list.tsx'
import { findStepExchanges } from '../wire/wire-store.ts'
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
  if (!view) return null
  const exchanges = findStepExchanges(wire.exchanges.value, {
    run: journey.run.value?.id ?? '',
    id: view.step.id,
    exchanges: view.state.exchanges,
    isRunning: journey.running.value === view.step.id,
  })
  return (
    <>
      <StepCard
        store={journey}
        view={view}
        onOpenDefinitions={stores.definitions.open}
        addresses={connection.status.value?.addresses}
        verdict={verdictId === undefined ? undefined : wire.verdicts.value.get(verdictId)}
      />
      <WireList
        exchanges={exchanges}
        runLabel={view.step.runLabel}
        isDone={view.state.state === 'passed'}
      />
    </>
  )
}

/** A step that was refused may have no result; then its last exchange names the verdict. */
function findVerdictId({ wire }: PanelStores, { state }: StepView): string | undefined {
  if (state.result?.verdict !== undefined) return state.result.verdict
  return state.exchanges
    .map((id) => wire.exchanges.value.get(id)?.verdict)
    .findLast((verdict) => verdict !== undefined)
}
