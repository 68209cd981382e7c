import type { Registration, RegistrationDetails } from '#shared/contract/registration.ts'
import { compareMetadata } from '#shared/oauth/metadata/compare-metadata.ts'

/** A registration with the asked and the granted metadata compared, where the asked metadata is known. */
export function addComparison(registration: Registration): RegistrationDetails {
  const { asked, granted } = registration
  if (granted === undefined || Object.keys(asked).length === 0) return registration
  return { ...registration, comparison: compareMetadata(asked, granted) }
}
