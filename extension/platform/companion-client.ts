import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'
import { createProvenFetch } from '#shared/contract/proven-fetch.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { StoredPairing } from './pairing-storage.ts'

export const DEFAULT_ORIGIN = 'http://127.0.0.1:8790'

/** A client of the companion at `origin`; without a pairing it can reach the public routes only. */
export function createCompanionClient(origin: string, pairing?: StoredPairing): ApiClient {
  const send = pairing ? createPairedFetch(pairing) : fetch
  return createApiClient({ origin, fetch: (input, init) => send(input, init) })
}

/**
 * A `fetch` that sends to the paired companion only.
 *
 * @throws AppError `PAIRING_REQUIRED` for a pairing of an earlier version, when it is used.
 */
export function createPairedFetch({ origin, key, pairingId }: StoredPairing): typeof fetch {
  if (key === undefined)
    return () =>
      Promise.reject(
        new AppError('PAIRING_REQUIRED', {
          detail:
            'This browser was paired by an earlier version, which sent its token to any program that held the port. Pair once more with the code that the terminal shows; runs, clients and what was typed stay.',
        }),
      )
  return createProvenFetch({
    origin,
    pairing: pairingId,
    key,
    fetch: (input, init) => fetch(input, init),
  })
}
