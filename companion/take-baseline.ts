import type { RegistrationState } from '#shared/contract/registration.ts'
import { COLLECTIONS, type CollectionName } from './store/schema.ts'
import type { Store } from './store/store.ts'

/** `meta` belongs to the directory, and the engines sign with the keys they have. */
const LASTING: readonly CollectionName[] = ['meta', 'idp_keys']

const ALIVE: readonly RegistrationState[] = ['intent', 'active', 'unknown']

/**
 * Takes note of all records. Clients that are alive at a provider outside stay in the ledger when the
 * rest is put back, since only the ledger can have them deleted.
 *
 * @param embeddedIdp - Origin of the embedded identity provider, whose clients are records like any other.
 */
export function takeBaseline(store: Store, embeddedIdp: string): () => Promise<void> {
  const names = (Object.keys(COLLECTIONS) as CollectionName[]).filter(
    (name) => !LASTING.includes(name),
  )
  const restore = store.takeBaseline(names)
  return () =>
    restore((name, record) => {
      if (name !== 'registrations') return false
      const { state, idp_host } = record as { state: RegistrationState; idp_host: string }
      return ALIVE.includes(state) && !idp_host.startsWith(embeddedIdp)
    })
}
