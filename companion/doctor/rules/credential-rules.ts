import type { Evidence } from '../evidence.ts'
import { issue, rfc, type Rule } from '../rule.ts'

/** The registration was refused for want of a good credential. */
function isRefused({ registration }: Evidence): boolean {
  return registration?.seen.status === 401 || registration?.seen.status === 403
}

function describe({ registration }: Evidence): string {
  const { status, error, description } = registration?.seen ?? { status: 0 }
  const sent = registration?.scheme
    ? `with "Authorization: ${registration.scheme} …"`
    : 'without a token'
  return `Sent ${sent}, answered ${status} ${[error, description].filter(Boolean).join(': ')}`.trim()
}

const isUnsent = (evidence: Evidence): boolean =>
  isRefused(evidence) && evidence.registration?.scheme === ''

/** Who may register, and how they show it. */
export const CREDENTIAL_RULES: readonly Rule[] = [
  {
    id: 'csrf-refused',
    pain: 25,
    layer: 'registration',
    title: 'A CSRF check refuses the registration',
    expected: 'An API that asks for no Referer.',
    cause: 'The registration endpoint stands behind middleware made for web forms.',
    reference: issue('goauthentik/authentik', 24_969),
    find: (evidence) =>
      isRefused(evidence) &&
      /CSRF|Referer/i.test(evidence.registration?.seen.text ?? '') &&
      `${evidence.registration?.seen.status}: ${evidence.registration?.seen.text
        .replace(/<[^>]+>/g, ' ')
        .trim()
        .slice(0, 160)}`,
    remedy: {
      label: 'Take the registration endpoint out of the CSRF check',
      faults: ['csrf-refused'],
    },
  },
  {
    id: 'trusted-hosts',
    pain: 19,
    layer: 'registration',
    title: 'The realm trusts no host',
    expected: 'A registration with an initial access token, or from a trusted host.',
    cause:
      'Without a Bearer token Keycloak takes the call for an anonymous one, and the policy "Trusted Hosts" lists nobody.',
    reference: issue('OpenLiberty/open-liberty', 35_062),
    find: (evidence) =>
      /Trusted Hosts/.test(evidence.registration?.seen.description ?? '') && describe(evidence),
    remedy: {
      label: 'Send an initial access token',
      client: { has_token: true, sends_token: true },
      faults: ['trusted-hosts'],
    },
  },
  {
    id: 'allowed-client-scopes',
    pain: 14,
    layer: 'registration',
    title: 'The metadata names a scope that the realm does not allow',
    expected: 'A scope that the policy "Allowed Client Scopes" lists, or none.',
    cause: 'Keycloak’s words do not say which scope: it is one of those in "scope".',
    reference: issue('keycloak/keycloak', 43_654),
    find: (evidence) =>
      /specified clientScope/.test(evidence.registration?.seen.description ?? '') &&
      `${describe(evidence)} Asked for: ${String(evidence.registration?.asked['scope'])}`,
    remedy: { label: 'Register without "scope"', client: { metadata: {} } },
  },
  {
    id: 'token-not-sent',
    pain: 10,
    layer: 'registration',
    title: 'The client has an initial access token and does not send it',
    expected: 'Authorization: Bearer with the registration.',
    cause: 'The client’s library has no way to add the header to its registration call.',
    reference: issue('modelcontextprotocol/typescript-sdk', 1874),
    find: (evidence) =>
      isUnsent(evidence) && evidence.registration?.hadToken === true && describe(evidence),
    remedy: { label: 'Send the token', client: { sends_token: true } },
  },
  {
    id: 'gateway-has-to-register',
    pain: 5,
    layer: 'registration',
    title: 'A client behind the gateway cannot bring the admin’s credential',
    expected: 'The gateway registers on the client’s behalf, with its own credential.',
    cause:
      'The provider wants an admin’s token; a client that comes through a gateway has none and must not have one.',
    reference: issue('envoyproxy/ai-gateway', 2074),
    find: (evidence) =>
      isUnsent(evidence) && evidence.behaviour.kind === 'gateway' && describe(evidence),
    remedy: {
      label: 'Let the gateway’s registrar add its token',
      client: { has_token: true, sends_token: true },
    },
  },
  {
    id: 'mcp-host-without-token',
    pain: 8,
    layer: 'registration',
    title: 'The server wants an initial access token that an MCP host cannot get',
    expected: 'Open registration, a client id metadata document, or a client made by hand.',
    cause: 'MCP hosts meet the server for the first time; nobody could give them a token before.',
    reference: issue('spring-attic/spring-authorization-server', 2143),
    find: (evidence) =>
      isUnsent(evidence) && evidence.behaviour.kind === 'mcp_host' && describe(evidence),
    remedy: {
      label: 'Open the registration to MCP hosts, with limits',
      faults: ['iat-missing'],
    },
  },
  {
    id: 'conformance-without-token',
    pain: 30,
    layer: 'registration',
    title: 'The conformance suite has no field for an initial access token',
    expected: 'The suite sends the token that the provider wants.',
    cause: 'The suite only knows open registration, so it cannot test a protected one.',
    reference: issue('openid-certification/oidctest', 59),
    find: (evidence) =>
      isUnsent(evidence) && evidence.behaviour.kind === 'conformance_suite' && describe(evidence),
    remedy: {
      label: 'Let DCR Lab send the token',
      client: { has_token: true, sends_token: true },
    },
  },
  {
    id: 'registration-needs-admin',
    pain: 4,
    layer: 'registration',
    title: 'The advertised registration endpoint wants an admin’s credential',
    expected: 'An API token in the header.',
    cause:
      'Okta names registration_endpoint in its public metadata, although only an admin’s API token opens it.',
    reference: issue('modelcontextprotocol/modelcontextprotocol', 695),
    find: (evidence) =>
      isUnsent(evidence) &&
      evidence.driver.management.credential === 'initial_access_token' &&
      describe(evidence),
    remedy: {
      label: 'Give the client an API token',
      client: { has_token: true, sends_token: true },
    },
  },
  {
    id: 'registration-not-open',
    pain: 7,
    layer: 'registration',
    title: 'Registration is not open, and the client brings no token',
    expected: 'An initial access token in the Authorization header.',
    cause: 'The tool takes it for granted that everybody may register.',
    reference: issue('modelcontextprotocol/inspector', 683),
    find: (evidence) => isUnsent(evidence) && describe(evidence),
    remedy: {
      label: 'Send an initial access token',
      client: { has_token: true, sends_token: true },
    },
  },
  {
    id: 'scheme-mismatch',
    pain: 6,
    layer: 'registration',
    title: 'The token is sent with a scheme that the provider does not take',
    expected: 'The provider’s own scheme: SSWS for an API token of Okta, Bearer elsewhere.',
    cause:
      'Okta’s API tokens are no Bearer tokens; a client that always writes "Bearer" is refused.',
    reference: issue('microsoft/vscode', 263_336),
    find: (evidence) =>
      isRefused(evidence) &&
      evidence.registration !== undefined &&
      evidence.registration.scheme !== evidence.driver.scheme &&
      describe(evidence),
    remedy: {
      label: 'Use the provider’s scheme',
      client: { scheme: undefined },
      faults: ['ssws-only', 'bearer-only'],
    },
  },
  {
    id: 'token-spent',
    layer: 'registration',
    title: 'The initial access token has expired or is used up',
    expected: 'A token that is still good for one more client.',
    cause: 'Initial access tokens have an end and a count; this one has reached one of them.',
    reference: rfc(7591, '3', 'client registration endpoint'),
    find: (evidence) =>
      isRefused(evidence) &&
      /expired|remaining count|used before/i.test(evidence.registration?.seen.description ?? '') &&
      describe(evidence),
    remedy: { label: 'Get a new token', faults: ['iat-expired', 'iat-exhausted'] },
  },
  {
    id: 'token-unknown',
    pain: 31,
    layer: 'registration',
    title: 'The provider does not know the initial access token',
    expected: 'A token that the provider itself has minted.',
    cause:
      'How an initial access token is made is nowhere in the standard: it comes from the provider’s console or API, not from the client.',
    reference: issue('panva/node-oidc-provider', 578),
    find: (evidence) => isRefused(evidence) && describe(evidence),
    remedy: {
      label: 'Mint one at the provider',
      client: { has_made_up_token: false, has_token: true },
    },
  },
  {
    id: 'open-to-everybody',
    pain: 9,
    layer: 'registration',
    severity: 'warning',
    title: 'Anybody may register',
    expected: '401 for a registration without a token.',
    cause: 'The endpoint asks for no initial access token, so strangers can fill it with clients.',
    reference: issue('cloudflare/workers-oauth-provider', 33),
    find: ({ anonymousStatus }) =>
      anonymousStatus === 201 && 'A registration without any token was answered with 201.',
    remedy: { label: 'Ask for an initial access token', faults: ['open-registration'] },
  },
]
