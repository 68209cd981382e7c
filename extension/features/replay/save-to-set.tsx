import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { useTools } from '../../components/actions/tools.ts'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons, Form, SelectField, TextField } from '../../components/forms/form.tsx'
import { useFocusInside } from '../../components/forms/use-focus-inside.ts'
import { useTyped } from '../../components/forms/typed-values.ts'
import { suggestAssertions } from './assertion-words.ts'
import type { ReplayStore } from './replay-store.ts'

const EMPTY = { set: '', set_name: '', name: '' }

/** Keeps the request on screen in a set; what came last is what is expected. */
export function SaveToSet({ store, onDone }: { store: ReplayStore; onDone: () => void }): VNode {
  const typed = useTyped('replay/save', EMPTY)
  const action = useAction()
  const { announce } = useTools()
  const { sets } = store
  const form = useFocusInside<HTMLDivElement>()
  const change = (part: Partial<typeof EMPTY>): void => {
    typed.value = { ...typed.value, ...part }
    action.forget()
  }
  const save = async (): Promise<void> => {
    await saveRequest(store, typed.peek())
    typed.value = EMPTY
    announce('Saved to the set')
    onDone()
  }
  return (
    <div ref={form}>
      <Form onSubmit={() => action.run(save)}>
        <SelectField
          label="Set"
          options={[
            { value: '', label: 'A new set' },
            ...sets.sets.value.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={typed.value.set}
          onChange={(set) => change({ set })}
        />
        {typed.value.set === '' && (
          <TextField
            label="Name of the set"
            placeholder="My set"
            value={typed.value.set_name}
            onChange={(set_name) => change({ set_name })}
          />
        )}
        <TextField
          label="Name of the request"
          help="Status and verdict of the last answer become what is expected."
          value={typed.value.name}
          onChange={(name) => change({ name })}
        />
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        <Buttons>
          <Button type="submit" look="primary" isBusy={action.isBusy.value}>
            Save
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </Buttons>
      </Form>
    </div>
  )
}

async function saveRequest(store: ReplayStore, names: typeof EMPTY): Promise<void> {
  const { sets } = store
  const { request } = store.draft.peek()
  const last = store.thread.attempts.peek().at(-1)
  const saved = {
    name: names.name.trim() || last?.name || `${request.method} ${request.url}`,
    request,
    assertions: suggestAssertions(last),
  }
  const known = sets.sets.peek().find(({ id }) => id === names.set)
  if (known) await sets.change(known, { requests: [...known.requests, saved] })
  else await sets.create({ name: names.set_name.trim() || 'My set', requests: [saved] })
}
