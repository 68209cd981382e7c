import type { DriverData } from '../../../companion/providers/driver.ts'
import { STANDARD_EXPLANATIONS } from '../../../companion/providers/standard-explanations.ts'
import {
  buildStandardMetadata,
  STANDARD_CLAIMS,
  STANDARD_MANAGEMENT,
} from '../../../companion/providers/standard-metadata.ts'

/** A provider that keeps to RFC 7591 and RFC 7592, and wants to know which software registers. */
export const driver: DriverData = {
  id: 'other',
  label: 'Example',
  basis: 'documentation',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: false,
  management: STANDARD_MANAGEMENT,
  buildMetadata: (draft) => ({ software_id: 'dcr-lab', ...buildStandardMetadata(draft) }),
  findRefusal: () => undefined,
  explanations: [
    {
      id: 'example-token',
      calls: ['registration'],
      statuses: [401],
      words: /initial access token/i,
      basis: 'documentation',
      explanation: {
        hint: 'Create a token under Clients → Registration, then register again.',
      },
    },
    ...STANDARD_EXPLANATIONS,
  ],
  followUps: [],
  claims: STANDARD_CLAIMS,
  tokenParameters: () => ({}),
}
