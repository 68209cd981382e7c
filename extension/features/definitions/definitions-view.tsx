import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Run, StepId } from '#shared/contract/run.ts'
import { Button } from '../../components/button.tsx'
import type { DefinitionsStore } from './definitions-store.ts'
import styles from './definitions.module.css'
import { ImportSection } from './import-section.tsx'
import { PushSection } from './push-section.tsx'
import { ServedSection } from './served-section.tsx'

export interface DefinitionsViewProps {
  store: DefinitionsStore
  run: Run | undefined
}

/** Everything about definitions that is not a step: what is served, import, export, push. */
export function DefinitionsView({ store, run }: DefinitionsViewProps): VNode {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    scrollTo({ top: 0 })
    title.current?.focus({ preventScroll: true })
  }, [])
  return (
    <article class={styles['page']} aria-labelledby="definitions-title">
      <header class={styles['head']}>
        <p class={styles['back']}>
          <Button look="quiet" onClick={store.close}>
            Back to the steps
          </Button>
        </p>
        <h1 id="definitions-title" tabIndex={-1} ref={title}>
          Definitions
        </h1>
        <p>API definitions and policies in Tyk’s own format. What changes here is live at once.</p>
      </header>
      <ServedSection
        store={store}
        ownApi={findFact(run, 'api', 'api_id')}
        issuer={findFact(run, 'api-token', 'issuer')}
      />
      <ImportSection store={store} />
      <PushSection store={store} />
    </article>
  )
}

function findFact(run: Run | undefined, step: StepId, fact: string): string | undefined {
  const facts = run?.steps.find(({ id }) => id === step)?.result?.facts
  return facts?.find(({ id }) => id === fact)?.value
}
