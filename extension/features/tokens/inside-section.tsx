import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Inspection } from '#shared/contract/token.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { InspectionView } from '../../components/data/inspection-view.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { Skeleton } from '../../components/feedback/skeleton.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import type { TokensStore } from './tokens-store.ts'

export interface InsideSectionProps {
  store: TokensStore
  id: string
  /** On the lab's clock. */
  nowMs: number
}

/** The contents of a token: checks first, then header and claims. */
export function InsideSection({ store, id, nowMs }: InsideSectionProps): VNode {
  const inspection = useSignal<Inspection | undefined>(undefined)
  const action = useAction()
  const inspect = (): void =>
    action.run(async () => {
      inspection.value = await store.inspect(id)
    })
  useEffect(inspect, [id])
  return (
    <Section title="Inside">
      {!inspection.value && action.isBusy.value && <Skeleton label="Inspecting the token" />}
      {action.problem.value && (
        <>
          <ProblemNotice problem={action.problem.value} />
          <Buttons>
            <Button icon="again" onClick={inspect}>
              Inspect again
            </Button>
          </Buttons>
        </>
      )}
      {inspection.value && <InspectionView inspection={inspection.value} nowMs={nowMs} />}
    </Section>
  )
}
