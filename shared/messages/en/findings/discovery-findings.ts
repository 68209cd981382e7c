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
    title: 'The provider offers no dynamic client registration',
    seen: ({ source }: Texts<'source'>) => `${source} has no registration_endpoint.`,
    expected: 'registration_endpoint in the metadata.',
    cause:
      'Registration is off or does not exist there; clients that count on it have nothing to fall back on.',
    fix: 'Switch registration on, or use a client that is registered by hand',
  },
  'metadata-incomplete': {
    title: 'The metadata lacks an address that the way needs',
    seen: ({ source, missing }: Texts<'source'> & Lists<'missing'>) =>
      `${source} has no ${missing.join(', no ')}.`,
    expected: 'token_endpoint and jwks_uri in the metadata.',
    cause:
      'The provider publishes them elsewhere or not at all; without the key set no gateway can check a token.',
    fix: 'Publish the address',
  },
}
