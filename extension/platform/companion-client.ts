import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'

export const DEFAULT_ORIGIN = 'http://127.0.0.1:8790'

/** A client of the companion at `origin`; without a token it can reach the public routes only. */
export function createCompanionClient(origin: string, token?: string): ApiClient {
  return createApiClient({ origin, token, fetch: (input, init) => fetch(input, init) })
}
