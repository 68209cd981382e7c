import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { DriverData } from '../driver.ts'
import {
  buildStandardMetadata,
  STANDARD_CLAIMS,
  STANDARD_MANAGEMENT,
} from '../standard-metadata.ts'
import { STANDARD_EXPLANATIONS } from '../standard-explanations.ts'

/**
 * PingFederate: off by default; open, or with an access token that carries a configured scope. Clients
 * need an external datastore there.
 *
 * @see [PingFederate: dynamic client registration](https://docs.pingidentity.com/pingfederate/latest/developers_reference_guide/pf_dynamic_client_regist_endpoint.html)
 */
export const driver: DriverData = {
  id: 'pingfederate',
  label: PROVIDER_LABELS.pingfederate,
  basis: 'documentation',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: false,
  management: STANDARD_MANAGEMENT,
  buildMetadata: buildStandardMetadata,
  findRefusal: () => undefined,
  explanations: [
    {
      id: 'pingfederate-registration-off',
      calls: ['registration'],
      statuses: [404],
      basis: 'documentation',
      explanation: {
        hint: 'Dynamic client registration is off by default: System → OAuth Settings → Client Settings. It needs an external client datastore.',
      },
    },
    ...STANDARD_EXPLANATIONS,
  ],
  followUps: [],
  claims: STANDARD_CLAIMS,
  tokenParameters: () => ({}),
}
