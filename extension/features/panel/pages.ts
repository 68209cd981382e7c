import { type ReadonlySignal, signal } from '@preact/signals'

/** The pages that the panel shows instead of the steps. */
export type PageId = 'runs' | 'clients' | 'tokens' | 'doctor' | 'scenarios' | 'definitions'

export interface Pages {
  /** Nothing while the steps are on screen. */
  current: ReadonlySignal<PageId | undefined>
  open: (page: PageId) => void
  close: () => void
  /** Reads what is on screen again: the companion is back. */
  refresh: () => void
}

export interface PagesDeps {
  /** How each page reads what it shows. */
  refresh: Record<PageId, () => Promise<void>>
}

/** Which page is open; what it shows is read when it opens. */
export function createPages({ refresh }: PagesDeps): Pages {
  const current = signal<PageId>()
  const read = (): void => {
    if (current.value) void refresh[current.value]()
  }
  return {
    current,
    open(page) {
      current.value = page
      read()
    },
    close: () => (current.value = undefined),
    refresh: read,
  }
}
