import type { Registration, RegistrationDetails } from '#shared/contract/registration.ts'
import { compareMetadata } from '#shared/oauth/metadata/compare-metadata.ts'

/** A registration with what was asked beside what was granted, where nobody else made the client. */
export function addComparison(registration: Registration): RegistrationDetails {
  const { asked, granted, origin } = registration
  if (granted === undefined || origin === 'adopted') return registration
  return { ...registration, comparison: compareMetadata(asked, granted) }
}
