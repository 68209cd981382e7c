import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ReplaySet, SetRun } from '#shared/contract/replay/replay-set.ts'
import { Button } from '../../components/actions/button.tsx'
import { ConfirmDialog } from '../../components/actions/confirm-dialog.tsx'
import { CopyButton } from '../../components/actions/copy-button.tsx'
import { type Action, useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { useLostFocus } from '../../components/forms/use-lost-focus.ts'
import { formatDuration } from '../../lib/time-words.ts'
import type { ReplayStore } from './replay-store.ts'
import styles from './replay.module.css'
import { RequestInSet } from './request-in-set.tsx'
import { describeRun } from './set-words.ts'

export interface SetPageProps {
  store: ReplayStore
  set: ReplaySet
}

/** One set: how its last run went, its requests, and the ways to run it. */
export function SetPage({ store, set }: SetPageProps): VNode {
  const { sets } = store
  const action = useAction()
  const run = sets.findRun(set.id)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  useLostFocus(set.requests.length, () => heading.current)
  return (
    <div class={styles['answers']}>
      <p>
        <Button look="quiet" icon="back" onClick={() => sets.show(undefined)}>
          All sets
        </Button>
      </p>
      <h2 class={styles['words']} tabIndex={-1} ref={heading}>
        {set.name}
      </h2>
      <RunLine run={run} />
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      {set.requests.length === 0 && (
        <p class={styles['quiet']}>Empty. “Save to a set” puts the request on screen into it.</p>
      )}
      <ol class={styles['attempts']} aria-label={`Requests of ${set.name}`}>
        {set.requests.map((request, at) => (
          <RequestInSet
            key={request.id}
            store={store}
            set={set}
            at={at}
            request={request}
            result={run?.results.find((result) => result.request === request.id)}
          />
        ))}
      </ol>
      <SetButtons store={store} set={set} action={action} />
    </div>
  )
}

function RunLine({ run }: { run: SetRun | undefined }): VNode {
  const { tone, text } = describeRun(run)
  return (
    <p role="status">
      <StateChip tone={tone}>{text}</StateChip>{' '}
      {run && (
        <>
          <time dateTime={run.at}>{new Date(run.at).toLocaleString()}</time>, in{' '}
          {formatDuration(run.duration_ms)}
        </>
      )}
    </p>
  )
}

function SetButtons({ store, set, action }: SetPageProps & { action: Action }): VNode {
  const { sets } = store
  const isAsking = useSignal(false)
  return (
    <>
      <Buttons>
        <Button
          look="primary"
          icon="play"
          disabled={set.requests.length === 0}
          isBusy={action.isBusy.value}
          onClick={() =>
            action.run(async () => {
              await sets.run(set.id)
            })
          }
        >
          Run set
        </Button>
        <Button icon="download" onClick={() => action.run(() => sets.exportFile(set))}>
          Save as a file
        </Button>
        <Button look="danger" onClick={() => (isAsking.value = true)}>
          Delete set…
        </Button>
      </Buttons>
      <ConfirmDialog
        isOpen={isAsking.value}
        title="Delete this set?"
        confirmLabel="Delete set"
        keepLabel="Keep it"
        onClose={() => (isAsking.value = false)}
        onConfirm={() => action.run(() => sets.remove(set.id))}
      >
        <p>
          <bdi>{set.name}</bdi> goes with {countRequests(set)} and what is expected of them. “Save
          as a file” keeps a copy.
        </p>
      </ConfirmDialog>
      <p class={styles['quiet']}>
        On the command line: <code>{writeCommand(set)}</code>{' '}
        <CopyButton name="command" text={writeCommand(set)} />
      </p>
    </>
  )
}

function countRequests({ requests }: ReplaySet): string {
  return `${requests.length} ${requests.length === 1 ? 'request' : 'requests'}`
}

function writeCommand({ name }: ReplaySet): string {
  return `npx dcr-lab replay '${name.replaceAll("'", String.raw`'\''`)}'`
}
