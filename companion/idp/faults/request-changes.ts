import type { FaultCall } from './fault-call.ts'
import { readTexts } from './fault-call.ts'

/**
 * Changes a registration before the dialect reads it, so that what is granted really holds later on.
 *
 * @returns The changed body, or nothing to change.
 */
export function changeRegistration(call: FaultCall): Record<string, unknown> | undefined {
  const { body, injector, dialect } = call
  const changes: Record<string, unknown> = {}
  if (injector.take('auth-method-changed', dialect))
    changes['token_endpoint_auth_method'] = 'client_secret_basic'
  if (injector.take('grant-dropped', dialect)) {
    const rest = readTexts(body['grant_types']).filter((name) => name !== 'client_credentials')
    changes['grant_types'] = rest.length > 0 ? rest : ['refresh_token']
  }
  if (injector.take('scope-dropped', dialect)) changes['scope'] = undefined
  if (injector.take('application-type-changed', dialect)) {
    changes['application_type'] = 'web'
    changes['grant_types'] = [
      ...new Set([...readTexts(body['grant_types']), 'implicit', 'authorization_code']),
    ]
  }
  return Object.keys(changes).length === 0 ? undefined : { ...body, ...changes }
}
