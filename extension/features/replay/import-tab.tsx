import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { ReplayImport } from '#shared/contract/replay/replay-import.ts'
import { Button } from '../../components/actions/button.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { BLANK } from './replay-draft.ts'
import type { ReplayStore } from './replay-store.ts'
import styles from './replay.module.css'

const FORMATS: Record<ReplayImport['format'], string> = {
  curl: 'A curl command',
  har: 'A HAR file',
  postman: 'A Postman collection',
}

/** Requests from elsewhere. Nothing is executed; credentials are kept by name. */
export function ImportTab({ store }: { store: ReplayStore }): VNode {
  const text = useTyped('replay/import', '')
  const found = useSignal<ReplayImport | undefined>(undefined)
  const action = useAction()
  const read = (): void =>
    action.run(async () => {
      found.value = undefined
      found.value = await store.sets.importRequests(text.peek())
    })
  const take = (files: FileList | null | undefined): void =>
    action.run(async () => {
      const [file] = files ?? []
      if (!file) return
      text.value = await file.text()
      found.value = await store.sets.importRequests(text.peek())
    })
  return (
    <div
      class={styles['answers']}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        if (event.dataTransfer?.files.length === 0) return
        event.preventDefault()
        take(event.dataTransfer?.files)
      }}
    >
      <label class={styles['file']}>
        From a file
        <input type="file" onChange={(event) => take(event.currentTarget.files)} />
      </label>
      <TextField
        label="Or pasted, or dropped here"
        rows={6}
        placeholder="curl 'https://api.example.com/orders' -H 'accept: application/json'"
        help="A curl command, a HAR file or a Postman collection. Nothing in it is executed or sent."
        value={text.value}
        onChange={(next) => {
          text.value = next
          found.value = undefined
          action.forget()
        }}
      />
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <Buttons>
        <Button
          look="primary"
          disabled={text.value.trim() === ''}
          isBusy={action.isBusy.value}
          onClick={read}
        >
          Read requests
        </Button>
      </Buttons>
      {found.value && <Found store={store} found={found.value} />}
    </div>
  )
}

function Found({ store, found }: { store: ReplayStore; found: ReplayImport }): VNode {
  const action = useAction()
  const { requests, secrets, warnings } = found
  const saveAll = async (): Promise<void> => {
    const set = await store.sets.create({
      name: found.name,
      requests: requests.map((one) => ({ ...one, assertions: [] })),
    })
    store.sets.show(set.id)
    store.tab.value = 'sets'
  }
  return (
    <section class={styles['answers']} aria-label="What was found">
      <p role="status">
        {FORMATS[found.format]} with {requests.length}{' '}
        {requests.length === 1 ? 'request' : 'requests'}.{' '}
        {secrets.length > 0 && `Kept by name: ${secrets.join(', ')}.`}
      </p>
      {warnings.map((warning) => (
        <p key={warning} class={styles['note']}>
          {warning}
        </p>
      ))}
      <ol class={styles['attempts']} aria-label="Requests found">
        {requests.map(({ name, request }, at) => (
          <li key={at}>
            <p class={styles['title']}>
              <strong>{name}</strong>
            </p>
            <p class={styles['quiet']}>
              <code>
                {request.method} {request.url}
              </code>
            </p>
            <Buttons>
              <Button
                label={`Open ${name}`}
                onClick={() => store.openRequest({ ...BLANK, name, request })}
              >
                Open
              </Button>
            </Buttons>
          </li>
        ))}
      </ol>
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      {requests.length === 0 ? (
        <p>There is nothing to send in it. Export it again, with its requests.</p>
      ) : (
        <Buttons>
          <Button isBusy={action.isBusy.value} onClick={() => action.run(saveAll)}>
            Save all as a set
          </Button>
        </Buttons>
      )}
    </section>
  )
}
