import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'

/** What the journey needs of a provider's metadata. */
export interface Endpoints {
  registration_endpoint: string
  token_endpoint: string
  jwks_uri: string
}

/** @throws AppError `DISCOVERY_FAILED` naming what is missing. */
export function requireEndpoints({
  registration_endpoint,
  token_endpoint,
  jwks_uri,
  source,
}: Discovery): Endpoints {
  if (registration_endpoint && token_endpoint && jwks_uri)
    return { registration_endpoint, token_endpoint, jwks_uri }
  const missing = Object.entries({ registration_endpoint, token_endpoint, jwks_uri })
    .filter(([, value]) => !value)
    .map(([name]) => name)
  throw new AppError('DISCOVERY_FAILED', {
    detail: `${source} does not name ${missing.join(', ')}.`,
    hint: 'Without a registration endpoint the provider offers no dynamic client registration.',
  })
}
