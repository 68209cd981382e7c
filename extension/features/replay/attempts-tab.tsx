import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import { Button } from '../../components/actions/button.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { StatusPill } from '../../components/feedback/status-pill.tsx'
import { Buttons, TextField } from '../../components/forms/form.tsx'
import { useFocusInside } from '../../components/forms/use-focus-inside.ts'
import { useLostFocus } from '../../components/forms/use-lost-focus.ts'
import { useTyped } from '../../components/forms/typed-values.ts'
import { formatDuration } from '../../lib/time-words.ts'
import type { ReplayStore } from './replay-store.ts'
import styles from './replay.module.css'
import { VerdictStrip } from './verdict-strip.tsx'

/** Every attempt of this request, the oldest first; two of them are compared. */
export function AttemptsTab({ store }: { store: ReplayStore }): VNode {
  const attempts = store.thread.attempts.value
  const list = useRef<HTMLOListElement>(null)
  useLostFocus(attempts.length, () => list.current ?? document.getElementById('replay-attempts'))
  if (attempts.length === 0)
    return <p class={styles['quiet']}>Each sending will stand here, named and kept.</p>
  return (
    <ol class={styles['attempts']} aria-label="Attempts" ref={list} tabIndex={-1}>
      {attempts.map((attempt, at) => (
        <AttemptItem key={attempt.id} store={store} attempt={attempt} number={at + 1} />
      ))}
    </ol>
  )
}

interface AttemptItemProps {
  store: ReplayStore
  attempt: Attempt
  number: number
}

function AttemptItem({ store, attempt, number }: AttemptItemProps): VNode {
  const { id, name, answer, verdict, duration_ms, failure } = attempt
  const { before, after } = store.thread.compared.value ?? {}
  const isRenaming = useSignal(false)
  const action = useAction()
  return (
    <li>
      <p class={styles['title']}>
        <strong>
          {number}, <bdi>{name}</bdi>
        </strong>
        <StatusPill status={answer?.status} />
      </p>
      <p class={styles['quiet']}>
        <time dateTime={attempt.at}>{new Date(attempt.at).toLocaleTimeString()}</time>,{' '}
        {formatDuration(duration_ms)}
        {id === before && ', before'}
        {id === after && ', after'}
      </p>
      {verdict && <VerdictStrip verdict={verdict} />}
      {failure !== undefined && <p class={styles['failure']}>{failure}</p>}
      {isRenaming.value && (
        <Rename
          id={id}
          name={name}
          onSave={(next) =>
            action.run(async () => {
              await store.thread.rename(id, next)
              isRenaming.value = false
            })
          }
        />
      )}
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <AttemptButtons
        store={store}
        attempt={attempt}
        isBusy={action.isBusy.value}
        onRename={() => (isRenaming.value = !isRenaming.value)}
        onForget={() => action.run(() => store.thread.remove(id))}
      />
    </li>
  )
}

interface AttemptButtonsProps {
  store: ReplayStore
  attempt: Attempt
  isBusy: boolean
  onRename: () => void
  onForget: () => void
}

function AttemptButtons({
  store,
  attempt,
  isBusy,
  onRename,
  onForget,
}: AttemptButtonsProps): VNode {
  const { id, name } = attempt
  const { before, after } = store.thread.compared.value ?? {}
  return (
    <Buttons>
      <Button
        look="quiet"
        isPressed={id === before}
        label={`Before: ${name}`}
        onClick={() => store.thread.choose({ before: id })}
      >
        Before
      </Button>
      <Button
        look="quiet"
        isPressed={id === after}
        label={`After: ${name}`}
        onClick={() => store.thread.choose({ after: id })}
      >
        After
      </Button>
      <Button look="quiet" label={`Edit again: ${name}`} onClick={() => store.reuse(attempt)}>
        Edit again
      </Button>
      <Button look="quiet" label={`Rename: ${name}`} onClick={onRename}>
        Rename
      </Button>
      <Button look="quiet" label={`Forget: ${name}`} isBusy={isBusy} onClick={onForget}>
        Forget
      </Button>
    </Buttons>
  )
}

interface RenameProps {
  id: string
  name: string
  onSave: (name: string) => void
}

function Rename({ id, name, onSave }: RenameProps): VNode {
  const typed = useTyped(`replay/rename/${id}`, name)
  const form = useFocusInside<HTMLFormElement>()
  return (
    <form
      ref={form}
      class={styles['pair']}
      onSubmit={(event) => {
        event.preventDefault()
        onSave(typed.peek())
      }}
    >
      <TextField label="Name" value={typed.value} onChange={(text) => (typed.value = text)} />
      <Button type="submit">Save name</Button>
    </form>
  )
}
