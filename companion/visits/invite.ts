import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { VisitInvitation } from '#shared/contract/visit.ts'
import { KNOWN_CLIENTS } from './known-clients.ts'

/** Where a client has to go to be seen here, and which clients cannot. */
export function inviteClients(
  { idp, gateway }: Addresses,
  apis: readonly ApiDefinition[],
): VisitInvitation {
  const hosted = KNOWN_CLIENTS.filter(({ kind }) => kind === 'hosted').map(({ name }) => name)
  return {
    issuer: `${idp}/mcp`,
    gateway,
    apis: apis
      .filter(({ active }) => active !== false)
      .slice(0, 50)
      .map(({ proxy }) => gateway + proxy.listen_path),
    hosted: `${hosted.join(' and ')} call from servers of their vendors and reach public https addresses only; ${gateway} and ${idp} are of this machine, so they never come here. They need a public https address for the gateway and one for the identity provider, such as a tunnel has, and metadata that name these addresses.`,
  }
}
