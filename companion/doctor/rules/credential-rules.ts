import { isAboutToken } from '../about-token.ts'
import type { Evidence } from '../evidence.ts'
import { findOtherHost } from '../other-host.ts'
import { issue, rfc, type Rule } from '../rule.ts'
import { tellAnswer } from '../tell-answer.ts'

const POLICIES = {
  text: 'Keycloak: client registration policies',
  href: 'https://www.keycloak.org/securing-apps/client-registration#_client_registration_policies',
}

function isRefused({ registration }: Evidence): boolean {
  return registration !== undefined && isAboutToken(registration.seen)
}

function describe({ registration }: Evidence): { scheme: string; answer: string } {
  const { scheme = '', seen } = registration ?? {}
  return { scheme, answer: seen ? tellAnswer(seen).answer : '' }
}

/** Keycloak's words are known; a provider of an unknown kind may be a Keycloak. */
function isKeycloak({ driver }: Evidence): boolean {
  return driver.ownFindings?.includes('client-policies') === true
}

function listUris({ registration }: Evidence): string[] {
  const uris = registration?.asked['redirect_uris']
  return Array.isArray(uris) ? uris.map(String) : []
}

function says({ registration }: Evidence, words: RegExp): boolean {
  return words.test(registration?.seen.description ?? '')
}

function withOtherHost(evidence: Evidence, iss: unknown) {
  const other = findOtherHost(iss, evidence.discovery?.issuer)
  return other && { ...describe(evidence), ...other }
}

const isUnsent = (evidence: Evidence): boolean =>
  isRefused(evidence) && evidence.registration?.scheme === ''

/** Who may register, and how they show it. */
export const CREDENTIAL_RULES: readonly Rule[] = [
  {
    id: 'trusted-uri',
    layer: 'registration',
    reference: POLICIES,
    find: (evidence) =>
      isKeycloak(evidence) &&
      says(evidence, /^Policy 'Trusted Hosts'.*URI doesn't match/) && {
        ...describe(evidence),
        uris: listUris(evidence).join(' '),
      },
    fix: { client: { metadata: {} } },
  },
  {
    id: 'trusted-hosts',
    pain: 19,
    layer: 'registration',
    reference: issue('OpenLiberty/open-liberty', 35_062),
    find: (evidence) =>
      isKeycloak(evidence) &&
      says(evidence, /^Policy 'Trusted Hosts'.*Host not trusted/) &&
      describe(evidence),
    fix: {
      client: { has_token: true, sends_token: true },
      faults: ['trusted-hosts'],
    },
  },
  {
    id: 'max-clients',
    layer: 'registration',
    reference: POLICIES,
    find: (evidence) =>
      isKeycloak(evidence) && says(evidence, /^Policy 'Max Clients/) && describe(evidence),
    fix: {},
  },
  {
    id: 'allowed-client-scopes',
    pain: 14,
    layer: 'registration',
    reference: issue('keycloak/keycloak', 43_654),
    find: (evidence) =>
      isKeycloak(evidence) &&
      says(evidence, /Not permitted to use specified clientScope/) && {
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
    id: 'token-ended',
    layer: 'registration',
    reference: rfc(7519, '4.1.4', '"exp" claim'),
    find: (evidence) => {
      const { exp } = evidence.registration?.tokenClaims ?? {}
      return (
        isRefused(evidence) &&
        typeof exp === 'number' &&
        exp <= evidence.nowSeconds && {
          ...describe(evidence),
          endedAt: new Date(exp * 1000).toISOString(),
        }
      )
    },
    fix: { faults: ['iat-expired'] },
  },
  {
    id: 'token-of-another-host',
    layer: 'registration',
    reference: issue('keycloak/keycloak', 10_169),
    find: (evidence) => {
      const { iss } = evidence.registration?.tokenClaims ?? {}
      return isRefused(evidence) && withOtherHost(evidence, iss)
    },
    fix: { faults: ['iat-other-host'] },
  },
  {
    id: 'token-of-another-issuer',
    layer: 'registration',
    reference: rfc(7519, '4.1.1', '"iss" claim'),
    find: (evidence) => {
      const { iss } = evidence.registration?.tokenClaims ?? {}
      const issuer = evidence.discovery?.issuer
      return (
        isRefused(evidence) &&
        typeof iss === 'string' &&
        issuer !== undefined &&
        iss !== issuer && { ...describe(evidence), iss, issuer }
      )
    },
    fix: {},
  },
  {
    id: 'token-spent',
    layer: 'registration',
    reference: rfc(7591, '3', 'client registration endpoint'),
    find: (evidence) =>
      isRefused(evidence) &&
      says(
        evidence,
        /\btoken\b.*\b(?:expired|used before)\b|\bexpired\b.*\btoken\b|No remaining count/i,
      ) &&
      describe(evidence),
    fix: { faults: ['iat-expired', 'iat-exhausted'] },
  },
  {
    id: 'registration-forbidden',
    layer: 'registration',
    reference: rfc(6750, '3.1', 'error codes'),
    find: (evidence) => evidence.registration?.seen.status === 403 && describe(evidence),
    fix: { client: { metadata: {}, has_made_up_token: false } },
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
    find: ({ anonymous }) => anonymous?.isRegistered === true && { status: anonymous.status },
    fix: { faults: ['open-registration'] },
  },
]
