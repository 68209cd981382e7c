import { AppError } from '#shared/errors/app-error.ts'
import { OKTA_JOURNEY } from '#shared/journeys/okta-journey.ts'
import type { StepId } from '#shared/contract/run.ts'
import type { RunProducts } from '../store/schema.ts'

/** Which step makes what. */
const MADE_BY: Record<keyof RunProducts, StepId> = {
  idp_host: 'api-token',
  audience: 'api-token',
  issuer: 'api-token',
  jwks_uri: 'api-token',
  token_endpoint: 'api-token',
  registration_endpoint: 'api-token',
  api_token: 'api-token',
  api_token_id: 'api-token',
  scope: 'scope',
  made_scope: 'scope',
  api_id: 'api',
  policy_id: 'policy',
  entry_id: 'catalogue',
  developer_id: 'developer',
  registration_id: 'register-client',
  token_id: 'token',
}

/**
 * Something an earlier step made.
 *
 * @throws AppError `STEP_NOT_READY` naming that step.
 */
export function requireProduct(products: RunProducts, name: keyof RunProducts): string {
  const value = products[name]
  if (value !== undefined) return value
  const step = OKTA_JOURNEY.find(({ id }) => id === MADE_BY[name])
  throw new AppError('STEP_NOT_READY', {
    detail: `Step ${step?.number ?? ''}, "${step?.title ?? ''}", has to be done first.`,
    hint: 'Go back to that step and run it, or use "Run all".',
  })
}
