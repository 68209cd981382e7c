import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import type { ClientDraft, Management } from './driver.ts'

/**
 * The members that every provider takes. What a person typed for this client goes before the settings
 * that all clients share. A list without values is left out: many servers refuse an empty list where the
 * standard has the member OPTIONAL.
 *
 * @see [RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2)
 */
export function buildStandardMetadata({
  client_name,
  redirect_uris,
  options,
  extra,
}: ClientDraft): ClientMetadata {
  return {
    client_name,
    ...list('redirect_uris', redirect_uris),
    ...list('response_types', options.response_types),
    ...list('grant_types', options.grant_types),
    token_endpoint_auth_method: options.token_endpoint_auth_method,
    ...extra,
  }
}

function list(name: string, values: readonly string[]): ClientMetadata {
  return values.length === 0 ? {} : { [name]: [...values] }
}

/** @see [RFC 7592](https://www.rfc-editor.org/rfc/rfc7592.html) */
export const STANDARD_MANAGEMENT: Management = {
  credential: 'registration_access_token',
  rotatesTokenOn: [],
  secretRotation: 'none',
  sendsSecretOnUpdate: true,
}

export const STANDARD_CLAIMS = { identity: 'sub', scope: 'scope', client_id: 'client_id' }
