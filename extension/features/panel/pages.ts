import { type ReadonlySignal, signal } from '@preact/signals'

/** The pages that the panel shows instead of the steps, in the order of the menu. */
export const PAGES = [
  { id: 'lessons', label: 'Lessons' },
  { id: 'runs', label: 'Runs' },
  { id: 'visits', label: 'Visits' },
  { id: 'replay', label: 'Replay' },
  { id: 'clients', label: 'Clients' },
  { id: 'tokens', label: 'Tokens' },
  { id: 'capture', label: 'Capture' },
  { id: 'doctor', label: 'Doctor' },
  { id: 'scenarios', label: 'Scenarios' },
  { id: 'definitions', label: 'Definitions' },
] as const

export type PageId = (typeof PAGES)[number]['id']

export interface Pages {
  /** Nothing while the steps are on screen. */
  current: ReadonlySignal<PageId | undefined>
  open: (page: PageId) => void
  close: () => void
  /** Reads what is on screen again: the companion is back. */
  refresh: () => void
}

/** Where the open page stands in the address of the document. */
export interface PageAddress {
  read: () => string
  write: (name: string) => void
  watch: (listener: (name: string) => void) => void
}

export interface PagesDeps {
  address: PageAddress
  /** How each page reads what it shows. */
  refresh: Record<PageId, () => Promise<void>>
}

/** Which page is open; what it shows is read when it opens. */
export function createPages({ address, refresh }: PagesDeps): Pages {
  const current = signal(findPage(address.read()))
  const read = (): void => {
    if (current.value) void refresh[current.value]()
  }
  const show = (page: PageId | undefined): void => {
    current.value = page
    read()
  }
  address.watch((name) => {
    const page = findPage(name)
    if (page !== current.peek()) show(page)
  })
  const go = (page: PageId | undefined): void => {
    show(page)
    address.write(page ?? '')
  }
  return { current, open: go, close: () => go(undefined), refresh: read }
}

function findPage(name: string): PageId | undefined {
  return PAGES.find(({ id }) => id === name)?.id
}
