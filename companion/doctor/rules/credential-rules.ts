import type { Evidence } from '../evidence.ts'
import { issue, rfc, type Rule } from '../rule.ts'

/** The registration was refused for want of a good credential. */
function isRefused({ registration }: Evidence): boolean {
  return registration?.seen.status === 401 || registration?.seen.status === 403
}

function describe({ registration }: Evidence): { scheme: string; answer: string } {
  const { status, error, description } = registration?.seen ?? { status: 0 }
  const answer = `${status} ${[error, description].filter(Boolean).join(': ')}`.trim()
  return { scheme: registration?.scheme ?? '', answer }
}

const isUnsent = (evidence: Evidence): boolean =>
  isRefused(evidence) && evidence.registration?.scheme === ''

/** Who may register, and how they show it. */
export const CREDENTIAL_RULES: readonly Rule[] = [
  {
    id: 'csrf-refused',
    pain: 25,
    layer: 'registration',
    reference: issue('goauthentik/authentik', 24_969),
    find: (evidence) =>
      isRefused(evidence) &&
      /CSRF|Referer/i.test(evidence.registration?.seen.text ?? '') &&
      evidence.registration && {
        status: evidence.registration.seen.status,
        text: evidence.registration.seen.text
          .replace(/<[^>]+>/g, ' ')
          .trim()
          .slice(0, 160),
      },
    fix: {
      faults: ['csrf-refused'],
    },
  },
  {
    id: 'trusted-hosts',
    pain: 19,
    layer: 'registration',
    reference: issue('OpenLiberty/open-liberty', 35_062),
    find: (evidence) =>
      /Trusted Hosts/.test(evidence.registration?.seen.description ?? '') && describe(evidence),
    fix: {
      client: { has_token: true, sends_token: true },
      faults: ['trusted-hosts'],
    },
  },
  {
    id: 'allowed-client-scopes',
    pain: 14,
    layer: 'registration',
    reference: issue('keycloak/keycloak', 43_654),
    find: (evidence) =>
      /specified clientScope/.test(evidence.registration?.seen.description ?? '') && {
        ...describe(evidence),
        scope: String(evidence.registration?.asked['scope']),
      },
    fix: { client: { metadata: {} } },
  },
  {
    id: 'token-not-sent',
    pain: 10,
    layer: 'registration',
    reference: issue('modelcontextprotocol/typescript-sdk', 1874),
    find: (evidence) =>
      isUnsent(evidence) && evidence.registration?.hadToken === true && describe(evidence),
    fix: { client: { sends_token: true } },
  },
  {
    id: 'gateway-has-to-register',
    pain: 5,
    layer: 'registration',
    reference: issue('envoyproxy/ai-gateway', 2074),
    find: (evidence) =>
      isUnsent(evidence) && evidence.behaviour.kind === 'gateway' && describe(evidence),
    fix: {
      client: { has_token: true, sends_token: true },
    },
  },
  {
    id: 'mcp-host-without-token',
    pain: 8,
    layer: 'registration',
    reference: issue('spring-attic/spring-authorization-server', 2143),
    find: (evidence) =>
      isUnsent(evidence) && evidence.behaviour.kind === 'mcp_host' && describe(evidence),
    fix: {
      faults: ['iat-missing'],
    },
  },
  {
    id: 'conformance-without-token',
    pain: 30,
    layer: 'registration',
    reference: issue('openid-certification/oidctest', 59),
    find: (evidence) =>
      isUnsent(evidence) && evidence.behaviour.kind === 'conformance_suite' && describe(evidence),
    fix: {
      client: { has_token: true, sends_token: true },
    },
  },
  {
    id: 'registration-needs-admin',
    pain: 4,
    layer: 'registration',
    reference: issue('modelcontextprotocol/modelcontextprotocol', 695),
    find: (evidence) =>
      isUnsent(evidence) &&
      evidence.driver.management.credential === 'initial_access_token' &&
      describe(evidence),
    fix: {
      client: { has_token: true, sends_token: true },
    },
  },
  {
    id: 'registration-not-open',
    pain: 7,
    layer: 'registration',
    reference: issue('modelcontextprotocol/inspector', 683),
    find: (evidence) => isUnsent(evidence) && describe(evidence),
    fix: {
      client: { has_token: true, sends_token: true },
    },
  },
  {
    id: 'scheme-mismatch',
    pain: 6,
    layer: 'registration',
    reference: issue('microsoft/vscode', 263_336),
    find: (evidence) =>
      isRefused(evidence) &&
      evidence.registration !== undefined &&
      evidence.registration.scheme !== evidence.driver.scheme &&
      describe(evidence),
    fix: {
      client: { scheme: undefined },
      faults: ['ssws-only', 'bearer-only'],
    },
  },
  {
    id: 'token-spent',
    layer: 'registration',
    reference: rfc(7591, '3', 'client registration endpoint'),
    find: (evidence) =>
      isRefused(evidence) &&
      /expired|remaining count|used before/i.test(evidence.registration?.seen.description ?? '') &&
      describe(evidence),
    fix: { faults: ['iat-expired', 'iat-exhausted'] },
  },
  {
    id: 'token-unknown',
    pain: 31,
    layer: 'registration',
    reference: issue('panva/node-oidc-provider', 578),
    find: (evidence) => isRefused(evidence) && describe(evidence),
    fix: {
      client: { has_made_up_token: false, has_token: true },
    },
  },
  {
    id: 'open-to-everybody',
    pain: 9,
    layer: 'registration',
    severity: 'warning',
    reference: issue('cloudflare/workers-oauth-provider', 33),
    find: ({ anonymousStatus }) => anonymousStatus === 201 && {},
    fix: { faults: ['open-registration'] },
  },
]
