import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Driver } from '../providers/driver.ts'

/** What the journey needs of a provider's metadata. */
export interface Endpoints {
  registration_endpoint: string
  token_endpoint: string
  /** A provider whose access tokens are opaque has no key set (RFC 8414 §2: OPTIONAL). */
  jwks_uri?: string
}

/** @throws AppError `DISCOVERY_FAILED` naming what is missing. */
export function requireEndpoints(
  { issuer, token_endpoint, jwks_uri, source, ...discovery }: Discovery,
  { registrationPath }: Pick<Driver, 'registrationPath'>,
): Endpoints {
  const usual = registrationPath && issuer.replace(/\/$/, '') + registrationPath
  const registration_endpoint = discovery.registration_endpoint ?? usual
  if (registration_endpoint && token_endpoint)
    return { registration_endpoint, token_endpoint, ...(jwks_uri !== undefined && { jwks_uri }) }
  const missing = Object.entries({ registration_endpoint, token_endpoint })
    .filter(([, value]) => !value)
    .map(([name]) => name)
  throw new AppError('DISCOVERY_FAILED', {
    detail: `${source} does not name ${missing.join(' and ')}.`,
    hint: registration_endpoint
      ? 'Without a token endpoint no client can get a token there.'
      : 'Either the provider offers no dynamic client registration, or it offers it and does not say so in its metadata: look into its settings.',
  })
}
