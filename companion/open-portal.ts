import type { Developer } from '#shared/contract/portal.ts'
import { createPortalMessages } from './catalogue/portal-messages.ts'
import type { EventBus } from './events/event-bus.ts'
import type { Runs } from './journeys/runs.ts'
import type { PortalDeps } from './portal/portal-app.ts'
import { findTokenEndpoint } from './tokens/client/find-token-endpoint.ts'
import type { RecentMetadata } from './tokens/client/recent-metadata.ts'

export interface OpenPortalDeps {
  bus: EventBus
  metadata: RecentMetadata
  runs: Pick<Runs, 'adoptDeveloper'>
}

/** What the portal needs of other rooms. */
export function openPortal({
  bus,
  metadata,
  runs,
}: OpenPortalDeps): Pick<PortalDeps, 'portalMessages' | 'findTokenEndpoint' | 'onSignUp'> {
  return {
    portalMessages: createPortalMessages({
      publish: (message) => bus.publish('portal-message.sent', () => message),
    }),
    findTokenEndpoint: (registration) => findTokenEndpoint(metadata, registration),
    async onSignUp(developer: Developer, entry) {
      await runs.adoptDeveloper(developer, entry)
    },
  }
}
