import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { EventStreams } from './control/event-stream.ts'
import { createPairings, type Pairings } from './pairing/pairings.ts'
import { createSessions, type Sessions } from './pairing/sessions.ts'
import type { Vault } from './secrets/vault.ts'
import type { Store } from './store/store.ts'

export interface PairingParts {
  config: { sessionTokens: readonly string[]; onNewPairingCode?: (code: string) => void }
  addresses: Addresses
  store: Store
}

/** Who may drive this companion. */
export function openPairings(
  { config, store, addresses }: PairingParts,
  { vault, streams }: { vault: Vault; streams: EventStreams },
): { pairings: Pairings; sessions: Sessions } {
  const pairings = createPairings({
    tables: store.tables('pairings'),
    vault,
    origin: addresses.control,
    sessionTokens: config.sessionTokens,
    onNewCode: config.onNewPairingCode ?? (() => undefined),
    onRemoved: (id) => streams.closeFor(id),
  })
  const findKey = (pairing: string): ReturnType<Pairings['findKey']> => pairings.findKey(pairing)
  return { pairings, sessions: createSessions({ origin: addresses.control, findKey }) }
}
