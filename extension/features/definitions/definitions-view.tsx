import type { VNode } from 'preact'
import type { Run, StepId } from '#shared/contract/run.ts'
import { Page } from '../../components/layout/page.tsx'
import type { DefinitionsStore } from './definitions-store.ts'
import { ImportSection } from './import-section.tsx'
import { PushSection } from './push-section.tsx'
import { ServedSection } from './served-section.tsx'

export interface DefinitionsViewProps {
  store: DefinitionsStore
  run: Run | undefined
  onBack: () => void
}

/** The page of definitions: list, import, export, push. */
export function DefinitionsView({ store, run, onBack }: DefinitionsViewProps): VNode {
  return (
    <Page
      title="Definitions"
      lead="API definitions and policies in Tyk’s own format. What changes here is live at once."
      backLabel="Back to the steps"
      onBack={onBack}
    >
      <ServedSection
        store={store}
        ownApi={findFact(run, 'api', 'api_id')}
        issuer={findFact(run, 'api-token', 'issuer')}
      />
      <ImportSection store={store} />
      <PushSection store={store} />
    </Page>
  )
}

function findFact(run: Run | undefined, step: StepId, fact: string): string | undefined {
  const facts = run?.steps.find(({ id }) => id === step)?.result?.facts
  return facts?.find(({ id }) => id === fact)?.value
}
