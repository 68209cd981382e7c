import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { Driver } from '../driver.ts'
import { findExplanation } from '../explanation.ts'
import { buildStandardMetadata, STANDARD_MANAGEMENT } from '../standard-metadata.ts'
import { STANDARD_EXPLANATIONS } from '../standard-explanations.ts'

/**
 * Ory Hydra: registration is open where it is switched on, there is no initial access token; access
 * tokens are opaque unless `strategies.access_token` is `jwt`.
 *
 * @see [Ory: OpenID dynamic client registration](https://www.ory.sh/docs/hydra/guides/openid)
 */
export const driver: Driver = {
  id: 'hydra',
  label: PROVIDER_LABELS.hydra,
  basis: 'documentation',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: true,
  management: { ...STANDARD_MANAGEMENT, rotatesTokenOn: ['PUT'] },
  buildMetadata(draft) {
    // Who sends an id, a secret or "metadata" of its own is refused.
    const {
      client_id: _id,
      client_secret: _secret,
      metadata: _own,
      ...rest
    } = buildStandardMetadata(draft) as Record<string, unknown>
    return rest
  },
  findRefusal: () => undefined,
  explain: (error) =>
    findExplanation(
      [
        {
          status: 404,
          explanation: {
            hint: 'Switch it on in Hydra’s configuration: oidc.dynamic_client_registration.enabled: true.',
          },
        },
        ...STANDARD_EXPLANATIONS,
      ],
      error,
    ),
  followUps: [],
  claims: { identity: 'sub', scope: 'scp', client_id: 'client_id' },
  tokenParameters: (audience): Record<string, string> => (audience === '' ? {} : { audience }),
}
