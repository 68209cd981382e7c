import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons, Form, TextField } from '../../components/forms/form.tsx'
import type { FindingCardProps } from './finding-card.tsx'

/** Keeps a token encrypted under a name, to which requests on the Replay page refer. */
export function TakeToken({ store, text, finding, onOpenReplay }: FindingCardProps): VNode {
  const name = useSignal(finding.name ?? 'captured-token')
  const kept = useSignal<string | undefined>(undefined)
  const action = useAction()
  const take = async (): Promise<void> => {
    kept.value = (await store.takeToken(text, finding.id, name.peek().trim())).secret
  }
  return (
    <Form onSubmit={() => action.run(take)}>
      <TextField
        label="Name to keep it under"
        value={name.value}
        issue={action.problem.value?.issues?.[0]?.message}
        onChange={(next) => (name.value = next)}
      />
      {action.problem.value && !action.problem.value.issues && (
        <ProblemNotice problem={action.problem.value} />
      )}
      <Buttons>
        <Button type="submit" look="primary" isBusy={action.isBusy.value}>
          Take the token over
        </Button>
        {kept.value !== undefined && (
          <>
            <span role="status">
              Kept as <code>{kept.value}</code>; choose it as “Paste one” on the page Replay.
            </span>
            <Button onClick={onOpenReplay}>Go to Replay</Button>
          </>
        )}
      </Buttons>
    </Form>
  )
}
