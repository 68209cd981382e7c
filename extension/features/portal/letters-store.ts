import { type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { PortalMessage } from '#shared/contract/portal.ts'

export interface LettersStore {
  /** What the portal would have sent by e-mail in the last minutes, the newest first. */
  letters: ReadonlySignal<readonly PortalMessage[]>
  dismiss: (id: string) => void
  follow: (event: CompanionEvent) => void
}

/** The messages of the portal. An event tells that there is one; its code is read then. */
export function createLettersStore({
  getApi,
}: {
  getApi: () => Pick<ApiClient, 'listPortalMessages'>
}): LettersStore {
  const letters = signal<readonly PortalMessage[]>([])
  async function read(): Promise<void> {
    const sent = await getApi().listPortalMessages()
    letters.value = sent.filter(({ ends_at }) => Date.parse(ends_at) > Date.now())
  }
  return {
    letters,
    dismiss: (id) => (letters.value = letters.value.filter((letter) => letter.id !== id)),
    follow(event) {
      // A companion that has just gone says so itself.
      if (event.name === 'portal-message.sent') void read().catch(() => undefined)
    },
  }
}
