import type { ReadonlySignal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Run } from '#shared/contract/run.ts'

/** A run suggests inputs from records of these kinds: a name that is not taken, an address. */
const SUGGESTED_FROM = /^(api|policy|catalogue-entry|portal-settings|developer)\./

/** Changes of definitions come in groups; the run is read once for each group. */
const READ_AFTER_MS = 200

export interface SuggestionFollowerDeps {
  getApi: () => Pick<ApiClient, 'getRun'>
  run: ReadonlySignal<Run | undefined>
  adopt: (run: Run) => void
}

/** Reads the run on screen again when records have changed from which it suggests inputs. */
export function createSuggestionFollower({
  getApi,
  run,
  adopt,
}: SuggestionFollowerDeps): (event: CompanionEvent) => void {
  let timer: ReturnType<typeof setTimeout> | undefined

  async function read(): Promise<void> {
    const before = run.peek()
    if (!before) return
    const next = await getApi().getRun({ params: { run: before.id } })
    // What the companion told of the run meanwhile is newer than this answer.
    if (run.peek() === before) adopt(next)
  }

  return (event) => {
    if (!SUGGESTED_FROM.test(event.name)) return
    timer ??= setTimeout(() => {
      timer = undefined
      // What is on screen stays when the run cannot be read; a lost companion is told elsewhere.
      void read().catch(() => undefined)
    }, READ_AFTER_MS)
  }
}
