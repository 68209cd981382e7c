import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { AttemptComparison } from '#shared/contract/replay/attempt-comparison.ts'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { AnswerHead } from './answer-head.tsx'
import { ComparisonView } from './comparison-view.tsx'
import type { ReplayStore } from './replay-store.ts'
import styles from './replay.module.css'
import { MessageView } from '../wire/message-view.tsx'

/** The answer of an attempt, beside the answer of another one. */
export function AnswersTab({ store }: { store: ReplayStore }): VNode {
  const { before, after } = store.thread.compared.value ?? {}
  const earlier = store.thread.find(before)
  const later = store.thread.find(after)
  if (!later)
    return (
      <p class={styles['quiet']}>
        Nothing was sent yet. The answer will stand here, and from the second one on beside the
        answer before.
      </p>
    )
  if (!earlier) return <OneAnswer attempt={later} />
  return <TwoAnswers store={store} before={earlier} after={later} />
}

function OneAnswer({ attempt }: { attempt: Attempt }): VNode {
  return (
    <div class={styles['answers']}>
      <h2 class={styles['words']}>{describeAnswer(attempt)}</h2>
      <AnswerHead number={1} attempt={attempt} />
      <p>{attempt.sent.token}</p>
      {attempt.answer && <MessageView title="Response" message={attempt.answer} />}
    </div>
  )
}

function describeAnswer({ answer, verdict }: Attempt): string {
  if (!answer) return 'No answer came.'
  const failed = verdict?.failed_title
  return failed === undefined
    ? `Answered with ${answer.status}.`
    : `Failed at “${failed}” with ${answer.status}.`
}

interface TwoAnswersProps {
  store: ReplayStore
  before: Attempt
  after: Attempt
}

function TwoAnswers({ store, before, after }: TwoAnswersProps): VNode {
  const comparison = useSignal<AttemptComparison | undefined>(undefined)
  const action = useAction()
  const numberOf = ({ id }: Attempt): number =>
    store.thread.attempts.value.findIndex((one) => one.id === id) + 1
  useEffect(() => {
    comparison.value = undefined
    action.run(async () => {
      comparison.value = await store.thread.compare(before.id, after.id)
    })
  }, [before.id, after.id])
  return (
    <div class={styles['answers']}>
      {comparison.value && <h2 class={styles['words']}>{comparison.value.words}</h2>}
      {comparison.value?.request.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <div class={styles['heads']}>
        <AnswerHead number={numberOf(before)} attempt={before} />
        <AnswerHead number={numberOf(after)} attempt={after} />
      </div>
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      {comparison.value && <ComparisonView comparison={comparison.value} />}
    </div>
  )
}
