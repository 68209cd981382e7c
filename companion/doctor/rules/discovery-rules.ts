import { issue, rfc, type Rule } from '../rule.ts'

export const DISCOVERY_RULES: readonly Rule[] = [
  {
    id: 'unreachable',
    layer: 'network',
    reference: rfc(8414, '3', 'obtaining metadata'),
    find: ({ unreachable }) => unreachable !== undefined && { failure: unreachable },
    fix: { faults: ['half-answer'] },
  },
  {
    id: 'outage',
    layer: 'network',
    reference: rfc(9110, '15.6', 'server error 5xx'),
    find: ({ discoveryFailure }) =>
      discoveryFailure !== undefined &&
      /answered 5\d\d/.test(discoveryFailure) && { failure: discoveryFailure },
    fix: { faults: ['outage', 'html-error-page'] },
  },
  {
    id: 'issuer-mismatch',
    layer: 'discovery',
    reference: rfc(8414, '3.3', 'authorization server metadata validation'),
    find: ({ discoveryFailure }) =>
      discoveryFailure !== undefined &&
      /names another issuer/.test(discoveryFailure) && { failure: discoveryFailure },
    fix: {
      faults: ['discovery-issuer-mismatch'],
    },
  },
  {
    id: 'keycloak-realm',
    layer: 'discovery',
    reference: {
      text: 'Keycloak: endpoints',
      href: 'https://www.keycloak.org/securing-apps/oidc-layers#_endpoints',
    },
    find: ({ discoveryFailure, driver }) =>
      driver.ownFindings?.includes('issuer-is-a-realm') &&
      discoveryFailure !== undefined &&
      /answered 404/.test(discoveryFailure) && { failure: discoveryFailure },
    fix: {},
  },
  {
    id: 'no-metadata',
    layer: 'discovery',
    reference: rfc(8414, '3', 'obtaining metadata'),
    find: ({ discoveryFailure }) => discoveryFailure !== undefined && { failure: discoveryFailure },
    fix: {},
  },
  {
    id: 'register-without-metadata',
    pain: 35,
    layer: 'discovery',
    reference: issue('mcpjungle/MCPJungle', 289),
    find: ({ registration, discovery }) =>
      registration &&
      registration.seen.url !== discovery?.registration_endpoint && {
        url: registration.seen.url,
        status: registration.seen.status,
        named: discovery?.registration_endpoint ?? '',
      },
    fix: { client: { skips_discovery: false } },
  },
  {
    id: 'no-registration-endpoint',
    pain: 29,
    layer: 'discovery',
    reference: issue('github/github-mcp-server', 2532),
    find: ({ discovery }) =>
      discovery &&
      discovery.registration_endpoint === undefined &&
      discovery.client_id_metadata_document_supported !== true && { source: discovery.source },
    fix: {
      faults: ['no-registration-endpoint'],
    },
  },
  {
    id: 'metadata-incomplete',
    layer: 'discovery',
    reference: rfc(8414, '2', 'authorization server metadata'),
    find: ({ discovery }) =>
      discovery &&
      discovery.token_endpoint === undefined && {
        source: discovery.source,
        missing: ['token_endpoint'],
      },
    fix: {},
  },
  {
    id: 'client-id-documents',
    layer: 'discovery',
    severity: 'warning',
    reference: {
      text: 'OAuth Client ID Metadata Document',
      href: 'https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/',
    },
    find: ({ discovery }) =>
      discovery?.client_id_metadata_document_supported === true &&
      discovery.registration_endpoint === undefined && { source: discovery.source },
    fix: {},
  },
  {
    id: 'no-key-set',
    layer: 'keys',
    severity: 'warning',
    reference: rfc(8414, '2', 'authorization server metadata'),
    find: ({ discovery }) =>
      discovery?.registration_endpoint !== undefined &&
      discovery.jwks_uri === undefined && { source: discovery.source },
    fix: { faults: ['no-jwks-uri'] },
  },
]
