import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { DriverData } from '../driver.ts'
import {
  buildStandardMetadata,
  STANDARD_CLAIMS,
  STANDARD_MANAGEMENT,
} from '../standard-metadata.ts'
import { STANDARD_EXPLANATIONS } from '../standard-explanations.ts'

/**
 * Curity: the access token for registration has the scope `dcr` and works once; reading a client
 * changes its registration access token as much as updating it does.
 *
 * @see [Curity: dynamic client registration](https://curity.io/resources/learn/openid-connect-understanding-dcr/)
 */
export const driver: DriverData = {
  id: 'curity',
  label: PROVIDER_LABELS.curity,
  basis: 'documentation',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: false,
  management: { ...STANDARD_MANAGEMENT, rotatesTokenOn: ['GET', 'PUT'] },
  buildMetadata: buildStandardMetadata,
  findRefusal: () => undefined,
  explanations: [
    {
      id: 'curity-token',
      calls: ['registration'],
      statuses: [401],
      words: /access token/,
      basis: 'documentation',
      explanation: {
        hint: 'Curity’s token for registration (scope "dcr") works once. Get a new one in the first step, then register again.',
        reference: {
          text: 'Curity: client registration',
          href: 'https://curity.io/resources/learn/openid-connect-understanding-dcr/',
        },
      },
    },
    ...STANDARD_EXPLANATIONS,
  ],
  followUps: [],
  claims: STANDARD_CLAIMS,
  tokenParameters: () => ({}),
}
