import type { AppErrorOptions } from '#shared/errors/app-error.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import {
  chooseOktaApplicationType,
  findOktaRefusals,
  type OktaRefusal,
} from '#shared/oauth/okta-rules.ts'
import type { Driver, ProviderError, Refusal } from './driver.ts'
import { OKTA_EXPLANATIONS } from './okta-explanations.ts'

/**
 * Okta: the token has a scheme of its own, the application type is always sent, and clients are
 * managed with the same token, since the answer carries no registration access token.
 *
 * @see [Okta: dynamic client registration](https://developer.okta.com/docs/reference/api/oauth-clients/)
 */
export const okta: Driver = {
  id: 'okta',
  label: 'Okta',
  basis: 'documentation',
  scheme: 'SSWS',
  management: 'initial_access_token',
  buildMetadata({ client_name, redirect_uris, options }) {
    return {
      client_name,
      application_type: chooseOktaApplicationType(options.grant_types),
      redirect_uris: [...redirect_uris],
      response_types: [...options.response_types],
      grant_types: [...options.grant_types],
      token_endpoint_auth_method: options.token_endpoint_auth_method,
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
  explain: explainOktaError,
}

/** What Okta's refusal means and what to do, found by its code and words. */
export function explainOktaError(error: ProviderError): AppErrorOptions {
  const found = OKTA_EXPLANATIONS.find(
    ({ code, words }) => code === error.error && (!words || words.test(error.description ?? '')),
  )
  return found?.explanation ?? {}
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
