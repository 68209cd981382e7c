import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { DriverData } from '../driver.ts'
import { buildStandardMetadata, STANDARD_CLAIMS } from '../standard-metadata.ts'
import { STANDARD_EXPLANATIONS } from '../standard-explanations.ts'

/**
 * WSO2 Identity Server: an admin's name and password instead of a token, for later calls too; JWT
 * access tokens have to be asked for; redirect URLs are mandatory whatever the grant.
 *
 * @see [WSO2: DCR API](https://is.docs.wso2.com/en/latest/apis/dynamic-client-registration-rest-apis/)
 */
export const driver: DriverData = {
  id: 'wso2',
  label: PROVIDER_LABELS.wso2,
  basis: 'documentation',
  scheme: 'Basic',
  authorize: (pair) => `Basic ${Buffer.from(pair).toString('base64')}`,
  isOpen: false,
  management: {
    credential: 'initial_access_token',
    rotatesTokenOn: [],
    secretRotation: 'none',
    sendsSecretOnUpdate: false,
  },
  buildMetadata: (draft) => ({ token_type_extension: 'JWT', ...buildStandardMetadata(draft) }),
  findRefusal(metadata) {
    if ((metadata.redirect_uris ?? []).length > 0) return undefined
    const sentence = 'RedirectUris property must have at least one URI value.'
    return {
      error: 'invalid_client_metadata',
      error_description: sentence,
      hint: 'WSO2 wants a redirect URL even for client credentials. Any address of your own will do.',
      issues: [{ field: 'redirect_uris', rule: 'wso2_redirect', message: sentence }],
      fixes: [],
    }
  },
  explanations: [
    {
      id: 'wso2-admin',
      calls: ['registration', 'management'],
      statuses: [401],
      basis: 'documentation',
      explanation: {
        hint: 'WSO2 wants the name and password of an admin as "name:password" where other providers take an initial access token.',
      },
    },
    ...STANDARD_EXPLANATIONS,
  ],
  followUps: [],
  claims: STANDARD_CLAIMS,
  tokenParameters: () => ({}),
}
