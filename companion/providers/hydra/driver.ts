import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { DriverData } from '../driver.ts'
import { buildStandardMetadata, STANDARD_MANAGEMENT } from '../standard-metadata.ts'
import { STANDARD_EXPLANATIONS } from '../standard-explanations.ts'

/** Hydra 2.3.0 answers 403 to a secret that the caller has chosen, and 400 to "metadata", empty or not. */
const REFUSED: ReadonlySet<string> = new Set(['client_id', 'client_secret', 'metadata'])

/**
 * Ory Hydra: registration is open where it is switched on, there is no initial access token; access
 * tokens are opaque unless `strategies.access_token` is `jwt`.
 *
 * @see [Ory: OpenID dynamic client registration](https://www.ory.sh/docs/hydra/guides/openid)
 */
export const driver: DriverData = {
  id: 'hydra',
  label: PROVIDER_LABELS.hydra,
  basis: 'documentation',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: true,
  management: { ...STANDARD_MANAGEMENT, rotatesTokenOn: ['PUT'], sendsSecretOnUpdate: false },
  buildMetadata: (draft) =>
    Object.fromEntries(
      Object.entries(buildStandardMetadata(draft)).filter(([name]) => !REFUSED.has(name)),
    ),
  // What Hydra 2.3.0 says of a client when it is read, and refuses when it is sent back.
  takesOnUpdate: (name) => !REFUSED.has(name),
  findRefusal: () => undefined,
  explanations: [
    {
      id: 'hydra-registration-off',
      calls: ['registration'],
      statuses: [404],
      basis: 'documentation',
      explanation: {
        hint: 'Switch it on in Hydra’s configuration: oidc.dynamic_client_registration.enabled: true.',
      },
    },
    {
      id: 'hydra-own-secret',
      calls: ['management'],
      statuses: [403],
      words: /not allowed to choose your own OAuth2 Client secret/,
      basis: 'recorded',
      explanation: {
        hint: 'Hydra takes no client_secret in an update, not even the one that the client has. Send the update without it.',
        reference: {
          text: 'Ory: OpenID dynamic client registration',
          href: 'https://www.ory.sh/docs/hydra/guides/openid',
        },
      },
    },
    ...STANDARD_EXPLANATIONS,
  ],
  registrationPath: '/oauth2/register',
  followUps: [],
  claims: { identity: 'sub', scope: 'scp', client_id: 'client_id' },
  tokenParameters: (audience): Record<string, string> => (audience === '' ? {} : { audience }),
}
