import type { VNode } from 'preact'
import { AskedGranted } from '../../components/data/asked-granted.tsx'
import { CheckItem, CheckList } from '../../components/data/check-list.tsx'
import { Icon } from '../../components/layout/icon.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { formatDuration } from '../../lib/time-words.ts'
import { FactList } from '../../components/data/fact-list.tsx'
import styles from './step-result.module.css'
import type { StepView } from './step-view.ts'

export interface StepResultProps {
  view: StepView
  isFresh: boolean
  /** True where a verdict is shown below: the verdict has the same checks, with their reasons. */
  hasVerdict: boolean
  /** All steps of the run: another one may have made this result outdated. */
  views: readonly StepView[]
}

/** What came out of a step: the sentence, the facts, the checks. */
export function StepResult(props: StepResultProps): VNode | null {
  const { view, isFresh, hasVerdict, views } = props
  const { state } = view
  const outdatedBy = views.find(({ step }) => step.id === state.outdated_by)?.step
  const { result, ms } = state
  if (!result) return null
  const isPassed = state.state === 'passed'
  // The gateway's checks stand in the verdict; what the step itself has to say does not.
  const checks = result.checks.filter(({ state }) => !hasVerdict || state === 'warned')
  return (
    <section class={styles['result']} aria-labelledby="result-title">
      <h2 id="result-title" class={styles['title']}>
        Result
        {ms !== undefined && <span>{formatDuration(ms)}</span>}
      </h2>
      {outdatedBy && (
        <Notice tone="warn" title="To do again">
          <p>
            Step {outdatedBy.number}, “{outdatedBy.title}”, has another result since. What stands
            here belongs to the old one.
          </p>
        </Notice>
      )}
      <p class={styles['summary']} data-passed={isPassed || undefined}>
        {isPassed && <Icon name="check" />}
        {result.summary}
      </p>
      {result.via === 'portal' && view.step.id === 'register-client' && (
        <Notice tone="info" title="Captured from the portal" />
      )}
      {isFresh && <FreshCredentialsNote />}
      {result.facts.length > 0 && <FactList facts={result.facts} isFresh={isFresh} />}
      {result.comparison && <AskedGranted members={result.comparison} />}
      {checks.length > 0 && (
        <CheckList label="Checks of this step">
          {checks.map((check) => (
            <CheckItem key={check.id} state={check.state}>
              {check.text}
              {check.evidence !== undefined && (
                <code class={styles['evidence']}>{check.evidence}</code>
              )}
            </CheckItem>
          ))}
        </CheckList>
      )}
    </section>
  )
}

function FreshCredentialsNote(): VNode {
  return (
    <Notice tone="info" title="Shown once">
      <p>
        The portal shows these credentials a single time. They are captured for the later steps, so
        nothing is lost when they hide.
      </p>
    </Notice>
  )
}
