import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { Problem } from '#shared/errors/problem.ts'
import type { ErrorCode } from '#shared/errors/error-catalog.ts'
import { Button } from '../../components/actions/button.tsx'
import type { OnFix } from '../../components/actions/fix-buttons.tsx'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { SafeLink } from '../../components/data/safe-link.tsx'
import { ActorChip } from './actor-chip.tsx'
import { DoneNotice } from './done-notice.tsx'
import type { AppliedFix } from './fixes.ts'
import type { JourneyStore } from './journey-store.ts'
import styles from './step-card.module.css'
import { StepForm } from './step-form.tsx'
import { type LinkedPage, StepLinks } from './step-links.tsx'
import { StepResult } from './step-result.tsx'
import { findIndex, type StepView } from './step-view.ts'
import { TargetChoice } from './target-choice.tsx'
import { WaitingLine } from './waiting-line.tsx'
import { VerdictView } from './verdict-view.tsx'

/** Failures between a client and its provider, where an examination tells more. */
const OF_PROVIDERS: ReadonlySet<string> = new Set<ErrorCode>([
  'PROVIDER_UNREACHABLE',
  'PROVIDER_REJECTED',
  'PROVIDER_REPLY_INVALID',
  'DISCOVERY_FAILED',
  'TOKEN_REFUSED',
])

export interface StepCardProps {
  store: JourneyStore
  view: StepView
  onOpen: (page: LinkedPage) => void
  /** Examines why the step failed. */
  onExamine: () => void
  addresses: Addresses | undefined
  verdict: Verdict | undefined
}

/** One step: who does it, what and why, its inputs, and what came of it. */
export function StepCard(props: StepCardProps): VNode {
  const { store, view, addresses } = props
  const { step } = view
  const applied = store.lastFix.value
  return (
    <article class={styles['card']} data-step={step.id}>
      <StepHead {...props} />
      {step.number === 1 && <TargetChoice store={store} />}
      {applied && <FixNotice store={store} applied={applied} />}
      <StepForm store={store} view={view} />
      <StepLinks store={store} view={view} addresses={addresses} onOpen={props.onOpen} />
      {/* A result from before a fix would contradict the changed form. */}
      {!applied && <StepOutcome {...props} />}
    </article>
  )
}

function isAllDone(store: JourneyStore, { step }: StepView): boolean {
  const isLast = step.number === store.views.value.length
  return isLast && store.views.value.every(({ state }) => state.state === 'passed')
}

function FixNotice({ store, applied }: { store: JourneyStore; applied: AppliedFix }): VNode {
  const failed = findIndex(store.views.value, applied.failedStep) + 1
  const isElsewhere = applied.failedStep !== applied.step
  return (
    <Notice tone="info" title={`Changed: ${applied.fix.label}`}>
      <p>
        The new value is in the form.{' '}
        {isElsewhere
          ? `Run this step again, and the ones up to step ${failed} that failed with the old one.`
          : 'Run the step again.'}
      </p>
      {isElsewhere && (
        <p>
          <Button icon="again" onClick={() => void store.runFixed()}>
            Run again up to step {failed}
          </Button>
        </p>
      )}
    </Notice>
  )
}

function StepOutcome(props: StepCardProps): VNode {
  const { store, view, verdict } = props
  const place = useRef<HTMLDivElement>(null)
  const problem = keepOwnFixes(store.findProblem(view), store.views.value)
  const isRunning = store.running.value === view.step.id
  const wasRunning = useRef(false)
  useEffect(() => {
    // The answer may appear below the edge of a small panel, out of sight.
    if (wasRunning.current && !isRunning) place.current?.scrollIntoView({ block: 'nearest' })
    wasRunning.current = isRunning
  }, [isRunning])
  const onFix: OnFix = (fix, then) =>
    void store.applyFix(fix).then(() => (then === 'run' ? store.runFixed() : undefined))
  return (
    <div ref={place} class={styles['outcome']}>
      {!isRunning && isAllDone(store, view) && <DoneNotice {...props} />}
      {isRunning && <WaitingLine step={view.step} onCancel={store.cancel} />}
      {problem && !isRunning && <ProblemNotice problem={problem} onFix={onFix} />}
      {problem && !isRunning && OF_PROVIDERS.has(problem.code) && (
        <p>
          <Button onClick={props.onExamine}>Examine this failure</Button>
        </p>
      )}
      {!isRunning && (
        <StepResult
          view={view}
          isFresh={store.freshStep.value === view.step.id}
          hasVerdict={verdict !== undefined}
          views={store.views.value}
        />
      )}
      {!isRunning && verdict && <VerdictView verdict={verdict} onFix={onFix} />}
    </div>
  )
}

/** A fix may belong to a step of another journey: here nothing would come of its button. */
function keepOwnFixes(
  problem: Problem | undefined,
  views: readonly StepView[],
): Problem | undefined {
  const fixes = problem?.fixes?.filter(({ step }) => findIndex(views, step) >= 0)
  return problem && fixes ? { ...problem, fixes } : problem
}

/** Which of the runs is on screen, and the way to the others. */
function RunName({ store, onOpen }: Pick<StepCardProps, 'store' | 'onOpen'>): VNode {
  const name = store.run.value?.name ?? ''
  return (
    <span class={styles['run']}>
      <Button look="quiet" label={`Run “${name}”: all runs`} onClick={() => onOpen('runs')}>
        {name}
      </Button>
    </span>
  )
}

function StepHead({
  store,
  view: { step },
  onOpen,
}: Pick<StepCardProps, 'store' | 'view' | 'onOpen'>): VNode {
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
          Step {step.number} of {store.views.value.length}
        </span>
        <RunName store={store} onOpen={onOpen} />
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
