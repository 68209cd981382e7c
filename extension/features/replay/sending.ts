import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { type Draft, readAttempt } from './replay-draft.ts'

export interface Sending {
  isSending: ReadonlySignal<boolean>
  /** Why the last request was not sent. */
  problem: ReadonlySignal<Problem | undefined>
  send: () => Promise<void>
  cancel: () => void
}

export interface SendingDeps {
  getApi: () => Pick<ApiClient, 'sendReplay'>
  announce: (sentence: string) => void
  draft: Signal<Draft>
  onAttempt: (attempt: Attempt) => void
  refresh: () => Promise<void>
}

/** One request at a time is on its way, and can be cancelled. */
export function createSending({
  getApi,
  announce,
  draft,
  onAttempt,
  refresh,
}: SendingDeps): Sending {
  const isSending = signal(false)
  const problem = signal<Problem>()
  let abort = new AbortController()

  return {
    isSending,
    problem,
    async send() {
      if (isSending.peek()) return
      isSending.value = true
      problem.value = undefined
      abort = new AbortController()
      const { signal: ending } = abort
      const { request, thread, exchange } = draft.peek()
      try {
        const body = {
          request,
          ...(thread !== '' && { thread }),
          ...(exchange !== '' && { exchange }),
        }
        const attempt = await getApi().sendReplay({ body }, { signal: ending })
        // The first attempt of a thread brings the recorded one along.
        if (thread === '') await refresh()
        draft.value = readAttempt(draft.peek(), attempt)
        onAttempt(attempt)
        announce(attempt.answer ? `Answered ${attempt.answer.status}` : 'No answer came')
      } catch (thrown) {
        if (ending.aborted) announce('Cancelled')
        else problem.value = AppError.from(thrown).toProblem()
      } finally {
        isSending.value = false
      }
    },
    cancel: () => abort.abort(),
  }
}
