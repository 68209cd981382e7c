import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import type { ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import { type Draft, isBlank, readAttempt } from './replay-draft.ts'

export interface Editing {
  /** The request that another one took the place of. */
  aside: ReadonlySignal<Draft | undefined>
  /** Puts a request on screen, for a new thread; what was there is put aside. */
  openRequest: (draft: Draft) => void
  /** Puts the request that was put aside on screen again. */
  bringBack: () => void
  edit: (part: Partial<ReplayRequest>) => void
  /** Puts an earlier attempt into the editor again. */
  reuse: (attempt: Attempt) => void
}

export interface EditingDeps {
  draft: Signal<Draft>
  /** Called when the request on screen changes. */
  onEdit: () => void
  /** Called when another request comes on screen. */
  onOpen: () => void
}

/** The request on screen; one press too many loses none. */
export function createEditing({ draft, onEdit, onOpen }: EditingDeps): Editing {
  const aside = signal<Draft>()

  function show(next: Draft): void {
    onEdit()
    draft.value = next
    onOpen()
  }

  function open(next: Draft): void {
    const before = draft.peek()
    if (!isBlank(before)) aside.value = before
    show(next)
  }

  return {
    aside,
    openRequest: open,
    bringBack() {
      const before = aside.peek()
      aside.value = undefined
      if (before) show(before)
    },
    edit(part) {
      onEdit()
      draft.value = { ...draft.peek(), request: { ...draft.peek().request, ...part } }
    },
    reuse: (attempt) => open(readAttempt(draft.peek(), attempt)),
  }
}
