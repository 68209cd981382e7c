import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Addresses } from '#shared/contract/status-endpoints.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { Fix } from '#shared/errors/problem.ts'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import { Disclosure } from '../../components/disclosure.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SafeLink } from '../../components/safe-link.tsx'
import { ActorChip } from './actor-chip.tsx'
import type { JourneyStore } from './journey-store.ts'
import styles from './step-card.module.css'
import { StepForm } from './step-form.tsx'
import { StepLinks } from './step-links.tsx'
import { StepResult } from './step-result.tsx'
import type { StepView } from './step-view.ts'
import { TargetChoice } from './target-choice.tsx'
import { VerdictView } from './verdict-view.tsx'

export interface StepCardProps {
  store: JourneyStore
  view: StepView
  onOpenDefinitions: () => void
  addresses: Addresses | undefined
  verdict: Verdict | undefined
}

/** One step: who does it, what and why, its inputs, and what came of it. */
export function StepCard(props: StepCardProps): VNode {
  const { store, view, addresses, verdict } = props
  const { step } = view
  const fix = store.lastFix.value
  return (
    <article class={styles['card']} data-step={step.id}>
      <StepHead store={store} view={view} />
      {step.number === 1 && <TargetChoice store={store} />}
      {fix && (
        <Notice tone="info" title={`Changed: ${fix.label}`}>
          <p>The new value is in the form. Run the step again.</p>
        </Notice>
      )}
      <StepForm store={store} view={view} />
      <StepLinks
        store={store}
        view={view}
        addresses={addresses}
        onOpenDefinitions={props.onOpenDefinitions}
      />
      {/* What came out before a fix would contradict what the form says now. */}
      {!fix && <StepOutcome store={store} view={view} verdict={verdict} />}
    </article>
  )
}

function StepOutcome({
  store,
  view,
  verdict,
}: Pick<StepCardProps, 'store' | 'view' | 'verdict'>): VNode {
  const place = useRef<HTMLDivElement>(null)
  const problem = store.findProblem(view)
  const isRunning = store.running.value === view.step.id
  const wasRunning = useRef(false)
  useEffect(() => {
    // The answer may come below the edge of a small panel, where nobody would see it.
    if (wasRunning.current && !isRunning) place.current?.scrollIntoView({ block: 'nearest' })
    wasRunning.current = isRunning
  }, [isRunning])
  const onFix = (fix: Fix): void => void store.applyFix(fix)
  return (
    <div ref={place} class={styles['outcome']}>
      {problem && <ProblemNotice problem={problem} onFix={onFix} />}
      {!isRunning && (
        <StepResult
          view={view}
          isFresh={store.freshStep.value === view.step.id}
          hasVerdict={verdict !== undefined}
          target={store.run.value?.target ?? 'embedded'}
        />
      )}
      {!isRunning && verdict && <VerdictView verdict={verdict} onFix={onFix} />}
    </div>
  )
}

function StepHead({ store, view: { step } }: Pick<StepCardProps, 'store' | 'view'>): VNode {
  const title = useRef<HTMLHeadingElement>(null)
  const moves = store.moves.value
  useEffect(() => {
    if (moves === 0) return
    scrollTo({ top: 0 })
    // A fix or the list may have removed what had the focus; a Next button that is still there keeps it.
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true })
  }, [moves])
  return (
    <header class={styles['head']}>
      <p class={styles['place']}>
        <ActorChip actor={step.actor} />
        <span>
          Step {step.number} of {STEP_IDS.length}
        </span>
      </p>
      <h1 class={styles['title']} tabIndex={-1} ref={title}>
        {step.title}
      </h1>
      <p>{step.what}</p>
      <p class={styles['why']}>{step.why}</p>
      <Disclosure key={step.id} summary="The longer story">
        {step.story.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <p>
          <SafeLink href={step.reference.href}>{step.reference.text}</SafeLink>
        </p>
      </Disclosure>
    </header>
  )
}
