import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { DriverData } from '../driver.ts'
import {
  buildStandardMetadata,
  STANDARD_CLAIMS,
  STANDARD_MANAGEMENT,
} from '../standard-metadata.ts'
import { STANDARD_EXPLANATIONS } from '../standard-explanations.ts'

/**
 * Gluu 4 and Janssen: an access token is opaque unless the client asked for a JWT, and clients expire.
 *
 * @see [Janssen: client registration](https://docs.jans.io/stable/janssen-server/auth-server/endpoints/client-registration/)
 */
export const driver: DriverData = {
  id: 'gluu',
  label: PROVIDER_LABELS.gluu,
  basis: 'documentation',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: false,
  management: STANDARD_MANAGEMENT,
  buildMetadata: (draft) => ({
    access_token_as_jwt: true,
    access_token_signing_alg: 'RS256',
    ...buildStandardMetadata(draft),
  }),
  findRefusal: () => undefined,
  explanations: STANDARD_EXPLANATIONS,
  followUps: [],
  claims: { ...STANDARD_CLAIMS, identity: 'client_id' },
  tokenParameters: () => ({}),
  tokenProfile: 'gluu',
}
