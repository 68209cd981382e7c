import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { Driver } from './driver.ts'

/**
 * A provider that keeps to the standard: Bearer token, RFC 7592 management, nothing left out.
 *
 * @see [RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591.html#section-3)
 */
export function createPlainDriver(id: DcrProvider, label: string): Driver {
  return {
    id,
    label,
    basis: 'documentation',
    scheme: 'Bearer',
    management: 'registration_access_token',
    buildMetadata({ client_name, redirect_uris, options }) {
      return {
        client_name,
        redirect_uris: [...redirect_uris],
        response_types: [...options.response_types],
        grant_types: [...options.grant_types],
        token_endpoint_auth_method: options.token_endpoint_auth_method,
      }
    },
    findRefusal: () => undefined,
    explain: ({ status }) =>
      status === 401 || status === 403
        ? {
            hint: 'The initial access token is missing, used up or sent with the wrong scheme. This driver sends it as "Authorization: Bearer …"; for Okta choose the provider Okta.',
            reference: {
              text: 'RFC 7591 §3, initial access token',
              href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-3',
            },
          }
        : {},
  }
}
