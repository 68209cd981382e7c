import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import {
  chooseOktaApplicationType,
  findOktaRefusals,
  type OktaRefusal,
} from '#shared/oauth/okta-rules.ts'
import type { DriverData, Refusal } from '../driver.ts'
import { buildStandardMetadata } from '../standard-metadata.ts'
import { oktaAdmin } from './admin.ts'
import { OKTA_EXPLANATIONS } from './explanations.ts'

/**
 * Okta: the token has a scheme of its own, the application type is always sent, and clients are
 * managed with the same token, since the answer carries no registration access token.
 *
 * @see [Okta: dynamic client registration](https://developer.okta.com/docs/reference/api/oauth-clients/)
 */
export const driver: DriverData = {
  id: 'okta',
  label: PROVIDER_LABELS.okta,
  basis: 'documentation',
  scheme: 'SSWS',
  authorize: (token) => `SSWS ${token}`,
  isOpen: false,
  management: {
    credential: 'initial_access_token',
    rotatesTokenOn: [],
    secretRotation: 'lifecycle',
    sendsSecretOnUpdate: false,
    listByName: (endpoint, name) =>
      `${endpoint.replace(/\/$/, '')}?${new URLSearchParams({ q: name, limit: '200' }).toString()}`,
  },
  buildMetadata(draft) {
    const metadata = buildStandardMetadata(draft)
    const grants = metadata.grant_types ?? []
    return {
      application_type: chooseOktaApplicationType(grants),
      // Left out, Okta takes "code", which goes with no grant of a machine.
      ...(grants.join() === 'client_credentials' && { response_types: ['token'] }),
      ...metadata,
    }
  },
  findRefusal(metadata) {
    const refusals = findOktaRefusals({
      application_type: metadata.application_type ?? 'web',
      grant_types: metadata.grant_types ?? [],
      response_types: metadata.response_types ?? [],
      redirect_uris: metadata.redirect_uris ?? [],
    })
    return refusals.length > 0 ? describe(refusals, metadata) : undefined
  },
  explanations: OKTA_EXPLANATIONS,
  ownFindings: ['access-policy', 'response-type-coupling'],
  followUps: [],
  claims: { identity: 'sub', scope: 'scp', client_id: 'cid' },
  tokenParameters: () => ({}),
  tokenName: 'API token',
  tokenProfile: 'okta',
  guide: {
    apiName: 'OKTA API',
    clientName: 'OKTA Client',
    // Why three grants stands in the story of step 7.
    grant_types: ['client_credentials', 'implicit', 'authorization_code'],
    response_types: ['token'],
  },
  readHost,
  issuerPaths: ['/oauth2/default'],
  ownsHost: (hostname) => /\.(?:okta|oktapreview|okta-emea)\.com$/.test(hostname),
  issuerHint:
    'Give the base address of the organisation, such as https://your-org.okta.com, or the issuer itself.',
  admin: oktaAdmin,
}

/** An address copied from the console often carries its path; Okta's admin host is another one. */
function readHost(typed: string): string {
  const url = new URL(typed)
  url.hostname = url.hostname.replace(/-admin\.(okta|oktapreview|okta-emea)\.com$/, '.$1.com')
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function describe(refusals: readonly OktaRefusal[], metadata: ClientMetadata): Refusal {
  const grants = metadata.grant_types ?? []
  const missing = refusals.flatMap((refusal) => refusal.missing)
  const mended = [...new Set([...grants, ...missing])]
  return {
    error: refusals[0]?.error ?? 'invalid_client_metadata',
    error_description: refusals.map((refusal) => refusal.sentence).join(' '),
    hint: 'Change the settings, or press a button here. For client credentials alone, choose that grant and no other: the client then becomes a "service" application, for which these rules do not hold.',
    issues: refusals.map(({ field, sentence }) => ({
      field,
      rule: 'okta_coupling',
      message: sentence,
    })),
    fixes: [
      ...(missing.length > 0
        ? [
            {
              label: `Add ${missing.join(' and ')}`,
              step: 'dcr-settings',
              inputs: { grant_types: mended },
            },
          ]
        : []),
      ...(grants.includes('client_credentials')
        ? [
            {
              label: 'Use client credentials only',
              step: 'dcr-settings',
              inputs: { grant_types: ['client_credentials'], response_types: ['token'] },
            },
          ]
        : []),
    ],
  }
}
