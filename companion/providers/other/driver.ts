import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { DriverData } from '../driver.ts'
import {
  buildStandardMetadata,
  STANDARD_CLAIMS,
  STANDARD_MANAGEMENT,
} from '../standard-metadata.ts'
import { STANDARD_EXPLANATIONS } from '../standard-explanations.ts'

/**
 * A provider that keeps to the standard: Bearer token, RFC 7592 management, nothing left out. Run
 * against oidc-provider's own registration.
 *
 * @see [RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591.html#section-3)
 */
export const driver: DriverData = {
  id: 'other',
  label: PROVIDER_LABELS.other,
  basis: 'recorded',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: false,
  management: { ...STANDARD_MANAGEMENT, rotatesTokenOn: ['PUT'] },
  buildMetadata: buildStandardMetadata,
  findRefusal: () => undefined,
  explanations: STANDARD_EXPLANATIONS,
  // A provider of an unknown kind may be a Keycloak.
  ownFindings: ['client-policies'],
  followUps: [],
  claims: STANDARD_CLAIMS,
  tokenParameters: (audience): Record<string, string> =>
    audience === '' ? {} : { resource: audience },
}
