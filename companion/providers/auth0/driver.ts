import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { DriverData } from '../driver.ts'
import { buildStandardMetadata } from '../standard-metadata.ts'
import { STANDARD_EXPLANATIONS } from '../standard-explanations.ts'

const CLIENT_GRANTS = {
  text: 'Auth0: client grants',
  href: 'https://auth0.com/docs/get-started/applications/application-access-to-apis-client-grants',
}

/**
 * Auth0: registration is open once the tenant allows it, there is no RFC 7592, and the client gets no
 * token before a client grant names the API, nor without the parameter `audience`.
 *
 * @see [Auth0: dynamic client registration](https://auth0.com/docs/get-started/applications/dynamic-client-registration)
 */
export const driver: DriverData = {
  id: 'auth0',
  label: PROVIDER_LABELS.auth0,
  basis: 'documentation',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: true,
  management: {
    credential: 'none',
    rotatesTokenOn: [],
    secretRotation: 'none',
    sendsSecretOnUpdate: false,
  },
  buildMetadata: buildStandardMetadata,
  findRefusal: () => undefined,
  explanations: [
    {
      id: 'auth0-client-grant',
      calls: ['token'],
      words: /client-grant|not authorized to access/,
      basis: 'documentation',
      explanation: {
        hint: 'The client exists, but no client grant lets it use this API. Register again with a Management API token in the first step, or create the grant: POST /api/v2/client-grants.',
        reference: CLIENT_GRANTS,
      },
    },
    {
      id: 'auth0-audience',
      calls: ['token'],
      words: /audience|Service not found/,
      basis: 'documentation',
      explanation: {
        hint: 'Auth0 wants the parameter "audience": the identifier of the API, exactly as it is registered there.',
        reference: CLIENT_GRANTS,
      },
    },
    {
      id: 'auth0-registration-off',
      calls: ['registration'],
      words: /Dynamic client registration not allowed|registration is not enabled/i,
      basis: 'documentation',
      explanation: {
        hint: 'Switch it on for the tenant: PATCH /api/v2/tenants/settings {"flags":{"enable_dynamic_client_registration":true}}.',
        reference: {
          text: 'Auth0: enable dynamic client registration',
          href: 'https://auth0.com/docs/get-started/applications/dynamic-client-registration',
        },
      },
    },
    ...STANDARD_EXPLANATIONS,
  ],
  followUps: [
    {
      label: 'Grant the API to the client',
      why: 'A third-party client of Auth0 may use no API until a client grant says so.',
      reference: CLIENT_GRANTS,
      request: ({ client_id, idp_host, audience }) => ({
        method: 'POST',
        url: `${idp_host.replace(/\/+$/, '')}/api/v2/client-grants`,
        body: { client_id, audience, scope: [] },
      }),
    },
  ],
  claims: { identity: 'sub', scope: 'scope', client_id: 'azp' },
  tokenParameters: (audience): Record<string, string> => (audience === '' ? {} : { audience }),
  needsAudience: true,
}
