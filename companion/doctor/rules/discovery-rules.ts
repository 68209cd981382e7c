import { issue, rfc, type Rule } from '../rule.ts'

export const DISCOVERY_RULES: readonly Rule[] = [
  {
    id: 'unreachable',
    layer: 'network',
    title: 'Nobody answers there',
    expected: 'An answer within fifteen seconds.',
    cause: 'The name, the port, the certificate or the network is wrong, or the provider is down.',
    reference: rfc(8414, '3', 'obtaining metadata'),
    find: ({ unreachable }) => unreachable,
    remedy: { label: 'Correct the address or start the provider', faults: ['half-answer'] },
  },
  {
    id: 'outage',
    layer: 'network',
    title: 'The provider is out of order',
    expected: 'Metadata with status 200.',
    cause: 'The provider, or a proxy before it, answers 5xx to everything.',
    reference: rfc(9110, '15.6', 'server error 5xx'),
    find: ({ discoveryFailure }) =>
      /answered 5\d\d/.test(discoveryFailure ?? '') && discoveryFailure,
    remedy: { label: 'Wait and examine again', faults: ['outage', 'html-error-page'] },
  },
  {
    id: 'issuer-mismatch',
    layer: 'discovery',
    title: 'The metadata names another issuer',
    expected: 'The issuer it was asked for, byte for byte.',
    cause: 'The provider is configured with another base address, or something pretends to be it.',
    reference: rfc(8414, '3.3', 'authorization server metadata validation'),
    find: ({ discoveryFailure }) =>
      /names another issuer/.test(discoveryFailure ?? '') && discoveryFailure,
    remedy: {
      label: 'Set the provider’s issuer to the address that clients use',
      faults: ['discovery-issuer-mismatch'],
    },
  },
  {
    id: 'no-metadata',
    layer: 'discovery',
    title: 'There is no metadata',
    expected: 'A document at one of the well-known places.',
    cause: 'The address is not an issuer, or the provider publishes no metadata.',
    reference: rfc(8414, '3', 'obtaining metadata'),
    find: ({ discoveryFailure }) => discoveryFailure,
    remedy: { label: 'Give the issuer itself' },
  },
  {
    id: 'register-without-metadata',
    pain: 35,
    layer: 'discovery',
    title: 'The client registers at an address that the metadata does not name',
    expected: 'A registration at the registration_endpoint of the metadata.',
    cause:
      'The client takes any 401 for an invitation to register, and guesses the address instead of reading the metadata.',
    reference: issue('mcpjungle/MCPJungle', 289),
    find: ({ registration, discovery }) =>
      registration &&
      registration.seen.url !== discovery?.registration_endpoint &&
      `POST ${registration.seen.url} answered ${registration.seen.status}; the metadata names ${discovery?.registration_endpoint ?? 'none'}.`,
    remedy: { label: 'Discover first', client: { skips_discovery: false } },
  },
  {
    id: 'no-registration-endpoint',
    pain: 29,
    layer: 'discovery',
    title: 'The provider offers no dynamic client registration',
    expected: 'registration_endpoint in the metadata.',
    cause:
      'Registration is off or does not exist there; clients that count on it have nothing to fall back on.',
    reference: issue('github/github-mcp-server', 2532),
    find: ({ discovery }) =>
      discovery &&
      discovery.registration_endpoint === undefined &&
      `${discovery.source} has no registration_endpoint.`,
    remedy: {
      label: 'Switch registration on, or use a client that is registered by hand',
      faults: ['no-registration-endpoint'],
    },
  },
  {
    id: 'metadata-incomplete',
    layer: 'discovery',
    title: 'The metadata lacks an address that the way needs',
    expected: 'token_endpoint and jwks_uri in the metadata.',
    cause:
      'The provider publishes them elsewhere or not at all; without the key set no gateway can check a token.',
    reference: rfc(8414, '2', 'authorization server metadata'),
    find: ({ discovery }) => {
      const missing = (['token_endpoint', 'jwks_uri'] as const).filter(
        (name) => discovery && discovery[name] === undefined,
      )
      return missing.length > 0 && `${discovery?.source} has no ${missing.join(', no ')}.`
    },
    remedy: { label: 'Publish the address', faults: ['no-jwks-uri'] },
  },
]
