import type { VNode } from 'preact'
import { Page } from '../../components/layout/page.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Skeleton } from '../../components/feedback/skeleton.tsx'
import { ClockSection } from './clock-section.tsx'
import { FaultSection } from './fault-section.tsx'
import { KeySection } from './key-section.tsx'
import type { ConditionsStore } from './conditions-store.ts'
import { describeLab } from './condition-words.ts'
import { OnNowSection } from './on-now-section.tsx'
import { ScenarioList } from './scenario-list.tsx'

export interface ScenariosViewProps {
  store: ConditionsStore
  onBack: () => void
  /** Asks the doctor about the scenario that is on. */
  onExamine: () => void
}

/** Breaks things on purpose: scenarios, single faults, the clock, the signing key. */
export function ScenariosView({ store, onBack, onExamine }: ScenariosViewProps): VNode {
  const scenarios = store.scenarios.value
  const problem = store.problem.value
  return (
    <Page
      title="Scenarios"
      lead="Break the embedded identity provider on purpose and see what comes of it. A scenario ends by hand, with its run, or when the next run begins."
      backLabel="Back to the steps"
      onBack={onBack}
    >
      {problem && <ProblemNotice problem={problem} />}
      {describeLab(store.conditions.value) !== undefined && (
        <OnNowSection store={store} onExamine={onExamine} />
      )}
      {!scenarios && !problem && <Skeleton label="Loading the scenarios" />}
      {scenarios && <ScenarioList store={store} scenarios={scenarios} />}
      <FaultSection store={store} />
      <ClockSection store={store} />
      <KeySection store={store} />
    </Page>
  )
}
