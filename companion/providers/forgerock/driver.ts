import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { Driver } from '../driver.ts'
import { findExplanation } from '../explanation.ts'
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
export const driver: Driver = {
  id: 'forgerock',
  label: PROVIDER_LABELS.forgerock,
  basis: 'documentation',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: false,
  management: STANDARD_MANAGEMENT,
  buildMetadata: buildStandardMetadata,
  findRefusal: () => undefined,
  explain: (error) =>
    findExplanation(
      [
        {
          words: new RegExp(PRIVILEGED.join('|')),
          explanation: {
            hint: `${PRIVILEGED.join(', ')} need a token with the scope dynamic_client_registration. Leave them out, or get such a token.`,
          },
        },
        ...STANDARD_EXPLANATIONS,
      ],
      error,
    ),
  followUps: [],
  claims: STANDARD_CLAIMS,
  tokenParameters: () => ({}),
}
