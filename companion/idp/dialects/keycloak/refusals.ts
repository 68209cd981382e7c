import { DialectError, refuse } from '../dialect-error.ts'

/** `Realm does not exist` and the like: `error` holds the sentence, and nothing else is said. */
export function say(status: number, error: string): DialectError {
  return new DialectError(status, { error })
}

/** What Keycloak says when its own code fails, such as at a name that its database cannot hold. */
export const failInside = (): DialectError =>
  refuse(500, 'unknown_error', 'For more on this error consult the server log.')

export const refuseJson = (): DialectError => refuse(400, 'unknown_error', 'Cannot parse the JSON')

export const refuseMetadata = (description = 'Client metadata invalid'): DialectError =>
  refuse(400, 'invalid_client_metadata', description)

export const refuseCredentials = (error: 'invalid_client' | 'unauthorized_client'): DialectError =>
  refuse(401, error, 'Invalid client or Invalid client credentials')

/** A bearer that is not good for registering or managing; Keycloak sends no WWW-Authenticate with it. */
export const refuseBearer = (description: string): DialectError =>
  refuse(401, 'invalid_token', description)

export const refusePolicy = (policy: string, details: string): DialectError =>
  refuse(
    403,
    'insufficient_scope',
    `Policy '${policy}' rejected request to client-registration service. Details: ${details}`,
  )
