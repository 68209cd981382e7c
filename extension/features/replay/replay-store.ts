import { computed, type ReadonlySignal, type Signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { TokenPreview, Upload } from '#shared/contract/replay/attempt.ts'
import type { TokenChoice } from '#shared/contract/replay/replay-request.ts'
import type { TypedValues } from '../../components/forms/typed-values.ts'
import { type AttemptsDeps, type AttemptsStore, createAttemptsStore } from './attempts-store.ts'
import { createEditing, type Editing } from './editing.ts'
import { BLANK, type Draft, readDraft, withholdSecrets } from './replay-draft.ts'
import { createSecretsStore, type SecretsDeps, type SecretsStore } from './secrets-store.ts'
import { createSetsStore, type SetsDeps, type SetsStore } from './sets-store.ts'
import { createSending, type Sending, type SendingDeps } from './sending.ts'

export type ReplayTab = 'request' | 'answers' | 'attempts' | 'sets' | 'import'

type ReplayApi = ReturnType<AttemptsDeps['getApi']> &
  ReturnType<SecretsDeps['getApi']> &
  ReturnType<SendingDeps['getApi']> &
  ReturnType<SetsDeps['getApi']> &
  Pick<ApiClient, 'draftFromExchange' | 'draftFromVerdict' | 'previewToken'>

export interface ReplayDeps {
  getApi: () => ReplayApi
  announce: (sentence: string) => void
  typed: TypedValues
  /** Hands a file for a body to the companion. */
  upload: (file: Blob) => Promise<Upload>
  saveFile: (name: string, text: string) => void
}

export interface ReplayStore extends Sending, Editing {
  draft: ReadonlySignal<Draft>
  tab: Signal<ReplayTab>
  thread: AttemptsStore
  secrets: SecretsStore
  sets: SetsStore
  /** @throws AppError when the exchange or verdict is gone. */
  openExchange: (exchange: string) => Promise<void>
  openVerdict: (verdict: string) => Promise<void>
  /** Puts two attempts beside each other; they may belong to different runs of a set. */
  openComparison: (before: string, after: string) => void
  preview: (token: TokenChoice) => Promise<TokenPreview>
  upload: ReplayDeps['upload']
  refresh: () => Promise<void>
  follow: (event: CompanionEvent) => void
}

/** Sends requests again, edited, and holds what came of them. */
export function createReplayStore(deps: ReplayDeps): ReplayStore {
  const { getApi } = deps
  const draft = deps.typed.open<Draft>('replay/draft', BLANK, withholdSecrets)
  const tab = deps.typed.open<ReplayTab>('replay/tab', 'request')
  const thread = createAttemptsStore({ getApi, thread: computed(() => draft.value.thread) })
  const secrets = createSecretsStore({ getApi })
  const sets = createSetsStore(deps)

  const sending = createSending({
    ...deps,
    draft,
    onAttempt(attempt) {
      thread.keep(attempt)
      thread.chooseLast()
      tab.value = 'answers'
    },
    refresh: thread.refresh,
  })

  const editing = createEditing({
    draft,
    onEdit: sending.forgetProblem,
    onOpen() {
      thread.chooseLast()
      tab.value = 'request'
    },
  })

  return {
    draft,
    tab,
    thread,
    secrets,
    sets,
    async openExchange(exchange) {
      editing.openRequest(readDraft(await getApi().draftFromExchange({ params: { exchange } })))
    },
    async openVerdict(verdict) {
      editing.openRequest(readDraft(await getApi().draftFromVerdict({ params: { verdict } })))
    },
    ...editing,
    ...sending,
    openComparison(before, after) {
      thread.choosePair({ before, after })
      tab.value = 'answers'
    },
    preview: (token) => getApi().previewToken({ body: { token } }),
    upload: deps.upload,
    async refresh() {
      if (sending.problem.peek()?.code === 'COMPANION_UNREACHABLE') sending.forgetProblem()
      await Promise.all([thread.refresh(), secrets.refresh(), sets.refresh()])
    },
    follow(event) {
      thread.follow(event)
      secrets.follow(event)
      sets.follow(event)
    },
  }
}
