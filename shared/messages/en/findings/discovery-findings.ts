import type { Lists, Numbers, Texts } from '../../facts.ts'

/** What the metadata say, or do not say. */
export const DISCOVERY_FINDINGS = {
  unreachable: {
    title: 'Nothing answers there',
    seen: ({ failure }: Texts<'failure'>) => failure,
    expected: 'An answer within fifteen seconds.',
    cause: 'The name, the port, the certificate or the network is wrong, or the provider is down.',
    fix: 'Correct the address or start the provider',
  },
  outage: {
    title: 'The provider is out of order',
    seen: ({ failure }: Texts<'failure'>) => failure,
    expected: 'Metadata with status 200.',
    cause: 'The provider, or a proxy before it, answers 5xx to everything.',
    fix: 'Wait and examine again',
  },
  'issuer-mismatch': {
    title: 'The metadata names another issuer',
    seen: ({ failure }: Texts<'failure'>) => failure,
    expected: 'The issuer it was asked for, byte for byte.',
    cause: 'The provider is configured with another base address, or something pretends to be it.',
    fix: 'Set the provider’s issuer to the address that clients use',
  },
  'keycloak-realm': {
    title: 'There is no metadata of a realm',
    seen: ({ failure }: Texts<'failure'>) => failure,
    expected: 'A document at …/realms/NAME/.well-known/openid-configuration.',
    cause:
      'A Keycloak has one issuer for each realm. The address names none, or the realm does not exist there.',
    fix: 'Give the issuer of the realm, such as http://localhost:8080/realms/NAME',
  },
  'no-metadata': {
    title: 'There is no metadata',
    seen: ({ failure }: Texts<'failure'>) => failure,
    expected: 'A document at one of the well-known places.',
    cause: 'The address is not an issuer, or the provider publishes no metadata.',
    fix: 'Give the issuer itself',
  },
  'register-without-metadata': {
    title: 'The client registers at an address that the metadata does not name',
    seen: ({ url, status, named }: Texts<'url' | 'named'> & Numbers<'status'>) =>
      `POST ${url} answered ${status}; the metadata names ${named || 'none'}.`,
    expected: 'A registration at the registration_endpoint of the metadata.',
    cause:
      'The client takes any 401 for an invitation to register, and guesses the address instead of reading the metadata.',
    fix: 'Discover first',
  },
  'no-registration-endpoint': {
    title: 'The metadata name no registration endpoint',
    seen: ({ source }: Texts<'source'>) => `${source} has no registration_endpoint.`,
    expected: 'registration_endpoint in the metadata.',
    cause:
      'Registration is off, does not exist there, or is not announced, as at Ory Hydra before webfinger.oidc_discovery.client_registration_url is set.',
    fix: 'Switch registration on, or use a client that is registered by hand',
  },
  'metadata-incomplete': {
    title: 'The metadata lacks an address that the way needs',
    seen: ({ source, missing }: Texts<'source'> & Lists<'missing'>) =>
      `${source} has no ${missing.join(', no ')}.`,
    expected: 'token_endpoint in the metadata.',
    cause: 'The provider publishes the address elsewhere or not at all.',
    fix: 'Publish the address',
  },
  'client-id-documents': {
    title: 'The provider takes client id metadata documents in place of registration',
    seen: ({ source }: Texts<'source'>) =>
      `${source} has no registration_endpoint, and client_id_metadata_document_supported is true.`,
    expected: 'A client whose client_id is the https address of its own metadata.',
    cause:
      'The provider knows clients by a document (CIMD) and offers no registration; nothing after discovery was looked at.',
    fix: 'Use a client id metadata document',
  },
  'no-key-set': {
    title: 'The metadata name no key set, so no gateway can check a JWT',
    seen: ({ source }: Texts<'source'>) => `${source} has no jwks_uri; the API was not called.`,
    expected: 'jwks_uri in the metadata, where a gateway is to check tokens by itself.',
    cause:
      'RFC 8414 leaves jwks_uri to the provider, and one with opaque tokens needs none. A gateway that checks JWTs needs it.',
    fix: 'Publish jwks_uri, or have the gateway ask the provider about each token',
  },
}
