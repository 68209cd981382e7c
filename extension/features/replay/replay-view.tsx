import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Registration } from '#shared/contract/registration.ts'
import type { Token } from '#shared/contract/token.ts'
import { Button } from '../../components/actions/button.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Page } from '../../components/layout/page.tsx'
import { AnswersTab } from './answers-tab.tsx'
import { AttemptsTab } from './attempts-tab.tsx'
import { ImportTab } from './import-tab.tsx'
import { BLANK } from './replay-draft.ts'
import type { ReplayStore, ReplayTab } from './replay-store.ts'
import styles from './replay.module.css'
import { SaveToSet } from './save-to-set.tsx'
import { SetsTab } from './sets-tab.tsx'
import { RequestTab } from './request-tab.tsx'

export interface ReplayViewProps {
  store: ReplayStore
  tokens: readonly Token[]
  clients: readonly Registration[]
  onBack: () => void
}

/** A request that is sent again, edited, with what came of each attempt. */
export function ReplayView(props: ReplayViewProps): VNode {
  const { store, onBack } = props
  const { name, notes, thread, exchange } = store.draft.value
  useSendKey(store)
  const isOnRequest = !['sets', 'import'].includes(store.tab.value)
  const isBlank = thread === '' && exchange === '' && name === BLANK.name
  return (
    <Page
      title={isBlank || !isOnRequest ? 'Replay' : name}
      lead="Any request, edited and sent again; its answer stands beside the answer before."
      backLabel="Back to the steps"
      onBack={onBack}
      revision={name}
    >
      <Tabs store={store} />
      {notes.map((note) => (
        <p key={note} class={styles['note']}>
          {note}
        </p>
      ))}
      {store.problem.value && <ProblemNotice problem={store.problem.value} />}
      <div role="tabpanel" aria-labelledby={`replay-${store.tab.value}`}>
        {store.tab.value === 'request' && <RequestTab {...props} />}
        {store.tab.value === 'answers' && <AnswersTab store={store} />}
        {store.tab.value === 'attempts' && <AttemptsTab store={store} />}
        {store.tab.value === 'sets' && <SetsTab store={store} />}
        {store.tab.value === 'import' && <ImportTab store={store} />}
      </div>
      {isOnRequest && <SendBar store={store} />}
    </Page>
  )
}

function Tabs({ store }: { store: ReplayStore }): VNode {
  const count = store.thread.attempts.value.length
  const tabs: readonly { id: ReplayTab; label: string }[] = [
    { id: 'request', label: 'Request' },
    { id: 'answers', label: 'Answers' },
    { id: 'attempts', label: `Attempts ${count === 0 ? '' : count}`.trim() },
    { id: 'sets', label: 'Sets' },
    { id: 'import', label: 'Import' },
  ]
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const at = tabs.findIndex(({ id }) => id === store.tab.peek())
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    store.tab.value = next.id
    document.getElementById(`replay-${next.id}`)?.focus()
  }
  return (
    <div class={styles['tabs']} role="tablist" aria-label="Parts of the replay" onKeyDown={move}>
      {tabs.map(({ id, label }) => (
        <button
          key={id}
          id={`replay-${id}`}
          type="button"
          role="tab"
          aria-selected={store.tab.value === id}
          tabIndex={store.tab.value === id ? 0 : -1}
          onClick={() => (store.tab.value = id)}
        >
          {label}
        </button>
      ))}
    </div>
  )
}

function SendBar({ store }: { store: ReplayStore }): VNode {
  const isAgain = store.thread.attempts.value.length > 0
  const isSaving = useSignal(false)
  if (isSaving.value) return <SaveToSet store={store} onDone={() => (isSaving.value = false)} />
  return (
    <div class={styles['send']}>
      <Button onClick={() => store.openRequest(BLANK)}>Blank</Button>
      <Button onClick={() => (isSaving.value = true)}>Save to a set</Button>
      {store.isSending.value ? (
        <Button look="primary" icon="stop" onClick={store.cancel}>
          Cancel
        </Button>
      ) : (
        <Button look="primary" icon="play" onClick={() => void store.send()}>
          {isAgain ? 'Send again' : 'Send'} <kbd>Ctrl Enter</kbd>
        </Button>
      )}
    </div>
  )
}

/** Ctrl or Cmd and Enter sends, also from within a field. */
function useSendKey(store: ReplayStore): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      void store.send()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [store])
}
