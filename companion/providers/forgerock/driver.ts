import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { DriverData } from '../driver.ts'
import {
  buildStandardMetadata,
  STANDARD_CLAIMS,
  STANDARD_MANAGEMENT,
} from '../standard-metadata.ts'
import { STANDARD_EXPLANATIONS } from '../standard-explanations.ts'

/** Refused unless the access token has the scope `dynamic_client_registration`. */
const PRIVILEGED = ['logo_uri', 'client_uri', 'policy_uri']

/**
 * ForgeRock AM and PingAM: open when the provider says so, or with an access token of the scope
 * `dynamic_client_registration`; the item is named in the query of `registration_client_uri`.
 *
 * @see [PingAM: dynamic client registration](https://docs.pingidentity.com/pingam/latest/oauth2-guide/oauth2-dynamic-client-registration.html)
 */
export const driver: DriverData = {
  id: 'forgerock',
  label: PROVIDER_LABELS.forgerock,
  basis: 'documentation',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: false,
  management: STANDARD_MANAGEMENT,
  buildMetadata: buildStandardMetadata,
  findRefusal: () => undefined,
  explanations: [
    {
      id: 'forgerock-privileged',
      calls: ['registration', 'management'],
      words: new RegExp(PRIVILEGED.join('|')),
      basis: 'documentation',
      explanation: {
        hint: `${PRIVILEGED.join(', ')} need a token with the scope dynamic_client_registration. Leave them out, or get such a token.`,
      },
    },
    {
      id: 'forgerock-token',
      calls: ['registration'],
      codes: ['access_denied'],
      words: /Access Token not valid/i,
      basis: 'documentation',
      explanation: {
        hint: 'ForgeRock does not take the access token that was sent with the registration: it has expired, or lacks the scope dynamic_client_registration. Get a new one in the first step.',
      },
    },
    ...STANDARD_EXPLANATIONS,
  ],
  followUps: [],
  claims: STANDARD_CLAIMS,
  tokenParameters: () => ({}),
}
