import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import { type Draft, joinAttempt } from './replay-draft.ts'

export interface Sending {
  isSending: ReadonlySignal<boolean>
  /** Why the last request was not sent. */
  problem: ReadonlySignal<Problem | undefined>
  send: () => Promise<void>
  cancel: () => void
  /** The request is another one now, or the companion is back: the problem is no more. */
  forgetProblem: () => void
}

export interface SendingDeps {
  getApi: () => Pick<ApiClient, 'sendReplay'>
  announce: (sentence: string) => void
  draft: Signal<Draft>
  /** Called while the request that was sent is still the one on screen. */
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
      const sent = draft.peek()
      const { request, thread, exchange } = sent
      try {
        requireSendable(request)
        const body = {
          request,
          ...(thread !== '' && { thread }),
          ...(exchange !== '' && { exchange }),
        }
        const attempt = await getApi().sendReplay({ body }, { signal: ending })
        // The first attempt of a thread brings the recorded one along.
        if (thread === '') await refresh()
        const joined = joinAttempt({ sent, now: draft.peek(), attempt })
        if (joined) {
          draft.value = joined
          onAttempt(attempt)
        }
        announce(attempt.answer ? `Answered ${attempt.answer.status}` : 'No answer came')
      } catch (thrown) {
        if (ending.aborted) announce('Cancelled')
        else problem.value = AppError.from(thrown).toProblem()
      } finally {
        isSending.value = false
      }
    },
    cancel: () => abort.abort(),
    forgetProblem: () => (problem.value = undefined),
  }
}

/** @throws AppError `INPUT_INVALID`: the person is told of a field, not of a contract. */
function requireSendable(request: ReplayRequest): void {
  const [issue] = ReplayRequest.safeParse(request).error?.issues ?? []
  if (issue) throw new AppError('INPUT_INVALID', { detail: issue.message })
}
