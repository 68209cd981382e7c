import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { AttemptComparison } from '#shared/contract/replay/attempt-comparison.ts'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import { createRecordMap } from '../../lib/record-map.ts'

/** The two attempts on the page of answers; one alone has nothing to be compared with. */
export interface Compared {
  before: string | undefined
  after: string
}

export interface AttemptsStore {
  /** The attempts of the thread on screen, the oldest first. */
  attempts: ReadonlySignal<readonly Attempt[]>
  compared: ReadonlySignal<Compared | undefined>
  choose: (part: Partial<Compared>) => void
  /** Two attempts of any thread. */
  choosePair: (pair: Compared) => void
  find: (id: string | undefined) => Attempt | undefined
  /** The last two are compared again. */
  chooseLast: () => void
  keep: (attempt: Attempt) => void
  compare: (before: string, after: string) => Promise<AttemptComparison>
  rename: (attempt: string, name: string) => Promise<void>
  remove: (attempt: string) => Promise<void>
  refresh: () => Promise<void>
  follow: (event: CompanionEvent) => void
}

export interface AttemptsDeps {
  getApi: () => Pick<
    ApiClient,
    'listAttempts' | 'compareAttempts' | 'renameAttempt' | 'deleteAttempt'
  >
  /** The thread on screen; empty while nothing was sent. */
  thread: ReadonlySignal<string>
}

/** What was sent, and which two answers stand beside each other. */
export function createAttemptsStore({ getApi, thread }: AttemptsDeps): AttemptsStore {
  const known = createRecordMap<Attempt>(({ id }) => id)
  const chosen = signal<Compared>()
  const attempts = computed(() => {
    const own = (known.all.value ?? []).filter((one) => one.thread === thread.value)
    return own.sort((left, right) => left.at.localeCompare(right.at))
  })
  const compared = computed(() => chosen.value ?? compareLast(attempts.value))
  const refresh = (): Promise<void> => known.read(() => getApi().listAttempts())
  const chooseLast = (): void => void (chosen.value = undefined)
  return {
    attempts,
    compared,
    choose(part) {
      if (compared.value) chosen.value = { ...compared.value, ...part }
    },
    choosePair: (pair) => (chosen.value = pair),
    find: (id) => (id === undefined ? undefined : known.find(id)),
    chooseLast,
    keep: known.keep,
    compare: (before, after) => getApi().compareAttempts({ query: { before, after } }),
    async rename(attempt, name) {
      known.keep(await getApi().renameAttempt({ params: { attempt }, body: { name } }))
    },
    async remove(attempt) {
      await getApi().deleteAttempt({ params: { attempt } })
      known.drop(attempt)
      chooseLast()
    },
    refresh,
    follow(event) {
      if (event.name === 'attempt.changed') known.keep(event.payload)
      if (event.name === 'attempt.deleted') known.drop(event.payload.id)
      if (event.name === 'gap' && known.all.peek()) void refresh()
    },
  }
}

/** The last attempt beside the one before it. */
function compareLast(attempts: readonly Attempt[]): Compared | undefined {
  const after = attempts.at(-1)
  return after && { before: attempts.at(-2)?.id, after: after.id }
}
