import { type Signal, useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Token } from '#shared/contract/token.ts'
import { Button } from '../../components/actions/button.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Page } from '../../components/layout/page.tsx'
import type { ClientsStore } from '../clients/clients-store.ts'
import { AnswersTab } from './answers-tab.tsx'
import { AttemptsTab } from './attempts-tab.tsx'
import { ImportTab } from './import-tab.tsx'
import { BLANK, isBlank } from './replay-draft.ts'
import type { ReplayStore, ReplayTab } from './replay-store.ts'
import styles from './replay.module.css'
import { SaveToSet } from './save-to-set.tsx'
import { SetsTab } from './sets-tab.tsx'
import { RequestTab } from './request-tab.tsx'

export interface ReplayViewProps {
  store: ReplayStore
  tokens: readonly Token[]
  clients: ClientsStore
  /** The list of tokens is kept fresh while it is on screen. @returns Ends that. */
  watchTokens: () => () => void
  onBack: () => void
}

/** A request that is sent again, edited, with what came of each attempt. */
export function ReplayView(props: ReplayViewProps): VNode {
  const { store, onBack } = props
  const { name, notes } = store.draft.value
  const isSaving = useSignal(false)
  useEffect(() => props.clients.watch.choices(), [props.clients])
  useEffect(() => props.watchTokens(), [props.watchTokens])
  const isOnRequest = !['sets', 'import'].includes(store.tab.value)
  useSendKey(store, isOnRequest && !isSaving.value)
  const shown = store.sets.shown.value?.id ?? ''
  return (
    <Page
      title={isBlank(store.draft.value) || !isOnRequest ? 'Replay' : name}
      lead="Any request, edited and sent again; its answer stands beside the answer before."
      backLabel="Back to the steps"
      onBack={onBack}
      revision={[name, store.tab.value, shown, store.aside.value?.name].join('/')}
    >
      <Tabs store={store} />
      <Aside store={store} />
      {notes.map((note) => (
        <p key={note} class={styles['note']}>
          {note}
        </p>
      ))}
      {store.problem.value && <ProblemNotice problem={store.problem.value} />}
      <div id="replay-panel" role="tabpanel" aria-labelledby={`replay-${store.tab.value}`}>
        {store.tab.value === 'request' && <RequestTab {...props} />}
        {store.tab.value === 'answers' && <AnswersTab store={store} />}
        {store.tab.value === 'attempts' && <AttemptsTab store={store} />}
        {store.tab.value === 'sets' && <SetsTab store={store} />}
        {store.tab.value === 'import' && <ImportTab store={store} />}
      </div>
      {isOnRequest && <SendBar store={store} isSaving={isSaving} />}
    </Page>
  )
}

/** The request that was on screen before, should it be missed. */
function Aside({ store }: { store: ReplayStore }): VNode | null {
  const aside = store.aside.value
  if (!aside) return null
  const { method, url } = aside.request
  return (
    <p class={styles['note']}>
      Put aside: {aside.name},{' '}
      <code>
        {method} {url.slice(0, 80)}
      </code>{' '}
      <Button look="quiet" onClick={store.bringBack}>
        Bring it back
      </Button>
    </p>
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
    const at = tabs.findIndex(({ id }) => id === store.tab.peek())
    const places = new Map([
      ['ArrowRight', at + 1],
      ['ArrowLeft', at - 1],
      ['Home', 0],
      ['End', -1],
    ])
    const place = places.get(event.key)
    const next = place === undefined ? undefined : tabs.at(place % tabs.length)
    if (!next) return
    event.preventDefault()
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
          aria-controls="replay-panel"
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

interface SendBarProps {
  store: ReplayStore
  isSaving: Signal<boolean>
}

/** While the request is saved, the form for it stands above, and its button is the loud one. */
function SendBar({ store, isSaving }: SendBarProps): VNode {
  const isAgain = store.thread.attempts.value.length > 0
  const look = isSaving.value ? 'plain' : 'primary'
  return (
    <>
      {isSaving.value && <SaveToSet store={store} onDone={() => (isSaving.value = false)} />}
      <div class={styles['send']}>
        <Button onClick={() => store.openRequest(BLANK)}>Blank</Button>
        <Button isPressed={isSaving.value} onClick={() => (isSaving.value = !isSaving.value)}>
          Save to a set
        </Button>
        {store.isSending.value ? (
          <Button look={look} icon="stop" onClick={store.cancel}>
            Cancel sending
          </Button>
        ) : (
          <Button look={look} icon="play" onClick={() => void store.send()}>
            {isAgain ? 'Send again' : 'Send'} <kbd>Ctrl Enter</kbd>
          </Button>
        )}
      </div>
    </>
  )
}

/** Ctrl or Cmd and Enter sends, also from within a field of the request. */
function useSendKey(store: ReplayStore, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      void store.send()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [store, isOn])
}
