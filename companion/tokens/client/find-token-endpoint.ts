import type { Registration } from '#shared/contract/registration.ts'
import type { RecentMetadata } from './recent-metadata.ts'

/** The token endpoint of a provider, or nothing when its metadata cannot be read or names none. */
export async function findTokenEndpoint(
  metadata: Pick<RecentMetadata, 'read'>,
  { idp_host, provider }: Pick<Registration, 'idp_host' | 'provider'>,
): Promise<string | undefined> {
  const call = { from: 'developer', to: 'idp', label: 'Read provider metadata' } as const
  const found = await metadata.read(call, idp_host, provider).catch(() => undefined)
  return found?.document.token_endpoint
}
