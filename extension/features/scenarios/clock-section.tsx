import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, Form, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useNow } from '../../components/layout/use-now.ts'
import type { ConditionsStore } from './conditions-store.ts'
import { describeOffset } from './condition-words.ts'
import styles from './scenarios.module.css'

const SHIFTS: readonly { label: string; seconds: number }[] = [
  { label: '−1 h', seconds: -3600 },
  { label: '+5 min', seconds: 300 },
  { label: '+1 h', seconds: 3600 },
  { label: '+1 d', seconds: 86_400 },
]

/** Ten years: as far as the clock can be moved, in seconds. */
const FARTHEST = 315_360_000

/** The clock that identity provider, registrar and gateway share. */
export function ClockSection({ store }: { store: ConditionsStore }): VNode {
  const nowMs = useNow()
  const problem = useSignal<Problem | undefined>(undefined)
  const { offset_seconds } = store.conditions.value
  // No press is lost while another is on its way: each goes on from where the last one led.
  const move = (seconds: number): void => {
    problem.value = undefined
    store
      .moveClock(Math.max(-FARTHEST, Math.min(FARTHEST, seconds)))
      .catch((thrown: unknown) => (problem.value = AppError.from(thrown).toProblem()))
  }
  const shift = (seconds: number): void => move(store.conditions.peek().offset_seconds + seconds)
  return (
    <Section title="Clock">
      <p class={styles['clock']}>
        <strong>
          <time dateTime={new Date(nowMs + store.offsetMs.value).toISOString()}>
            {new Date(nowMs + store.offsetMs.value).toLocaleString()}
          </time>
        </strong>
        <span>{describeOffset(offset_seconds)}</span>
      </p>
      <Buttons>
        {SHIFTS.map(({ label, seconds }) => (
          <Button key={label} onClick={() => shift(seconds)}>
            {label}
          </Button>
        ))}
        {offset_seconds !== 0 && <Button onClick={() => move(0)}>Set right</Button>}
      </Buttons>
      <ExactShift onMove={move} />
      {problem.value && <ProblemNotice problem={problem.value} />}
    </Section>
  )
}

function ExactShift({ onMove }: { onMove: (seconds: number) => void }): VNode {
  const text = useTyped('scenarios/clock', '')
  const issue = useSignal('')
  const submit = (): void => {
    const typed = text.peek().trim().replace('−', '-')
    const seconds = Number(typed)
    if (!/^[+-]?\d+$/.test(typed) || Math.abs(seconds) > FARTHEST) {
      issue.value = 'Give whole seconds, at most ten years; a minus sets the clock behind.'
      return
    }
    onMove(seconds)
    text.value = ''
  }
  return (
    <Form onSubmit={submit}>
      <TextField
        label="Seconds ahead"
        help="Of the machine’s clock. Identity provider, registrar and gateway share the lab’s."
        value={text.value}
        issue={issue.value}
        onChange={(value) => {
          text.value = value
          issue.value = ''
        }}
      />
      <Buttons>
        <Button type="submit">Set clock</Button>
      </Buttons>
    </Form>
  )
}
