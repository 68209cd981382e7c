import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { Form, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Section } from '../../components/layout/section.tsx'
import type { DefinitionsStore, PushTarget } from './definitions-store.ts'
import { MemberProblems } from './member-problems.tsx'
import { PushCalls } from './push-calls.tsx'
import { type Outcome, PushOutcome } from './push-outcome.tsx'
import { useAction } from '../../components/actions/use-action.ts'

const NO_TARGET: PushTarget = { url: '', secret: '' }

/** The push to a real Tyk: first the calls are shown, then they are made. */
export function PushSection({ store }: { store: DefinitionsStore }): VNode {
  const target = useTyped<PushTarget>('definitions/push', NO_TARGET, ['secret'])
  const outcome = useSignal<Outcome | undefined>(undefined)
  const action = useAction()
  const change = (part: Partial<PushTarget>): void => {
    target.value = { ...target.value, ...part }
    outcome.value = undefined
    action.forget()
  }
  const plan = async (): Promise<void> => {
    outcome.value = undefined
    outcome.value = { calls: [...(await store.planPush(target.peek()))] }
  }
  const push = async (): Promise<void> => {
    outcome.value = await store.push(target.peek())
    target.value = { ...target.peek(), secret: '' }
  }
  const isPlanned = outcome.value !== undefined && outcome.value.ok === undefined
  return (
    <Section title="Push to a Tyk Gateway">
      <p>All policies and APIs of this gateway go to Tyk over its own REST API.</p>
      <TargetForm target={target.value} onChange={change} onSubmit={() => action.run(plan)}>
        <Button
          type="submit"
          look={isPlanned ? 'plain' : 'primary'}
          isBusy={action.isBusy.value && !isPlanned}
        >
          Show the calls
        </Button>
      </TargetForm>
      {action.problem.value && (
        <MemberProblems title="Nothing was sent" problem={action.problem.value} documents={0} />
      )}
      {outcome.value && <PushOutcome outcome={outcome.value} />}
      {outcome.value && <PushCalls calls={outcome.value.calls} />}
      {isPlanned && (
        <p>
          <Button look="primary" isBusy={action.isBusy.value} onClick={() => action.run(push)}>
            Push
          </Button>
        </p>
      )}
    </Section>
  )
}

interface TargetFormProps {
  target: PushTarget
  onChange: (part: Partial<PushTarget>) => void
  onSubmit: () => void
  children: VNode
}

function TargetForm({ target, onChange, onSubmit, children }: TargetFormProps): VNode {
  return (
    <Form onSubmit={onSubmit}>
      <TextField
        label="Gateway address"
        type="url"
        placeholder="http://localhost:8080"
        value={target.url}
        onChange={(url) => onChange({ url })}
      />
      <TextField
        label="Secret"
        type="password"
        help="The “secret” of tyk.conf. It is used for this push and never kept."
        value={target.secret}
        onChange={(secret) => onChange({ secret })}
      />
      <p>{children}</p>
    </Form>
  )
}
