import type { Evidence } from '../evidence.ts'
import { readMethod } from '../probes/token-probe.ts'
import { issue, rfc, type Rule } from '../rule.ts'
import { tellAnswer as tell, tellUnexpected } from '../tell-answer.ts'

function isRefused({ token }: Evidence): boolean {
  return token !== undefined && token.seen.status >= 400
}

/** In the provider's words. */
function tellAnswer({ token }: Evidence): { answer: string } {
  return token ? tell(token.seen) : { answer: '' }
}

function grantedMethod({ registration }: Evidence): string {
  return String(registration?.granted?.['token_endpoint_auth_method'])
}

/** The token request. */
export const TOKEN_RULES: readonly Rule[] = [
  {
    id: 'secret-expired',
    pain: 24,
    layer: 'token',
    reference: issue('modelcontextprotocol/python-sdk', 3256),
    find: (evidence) => {
      const endsAt = Number(evidence.registration?.granted?.['client_secret_expires_at'] ?? 0)
      return (
        isRefused(evidence) &&
        endsAt > 0 &&
        endsAt <= evidence.nowSeconds && {
          ...tellAnswer(evidence),
          endedAt: new Date(endsAt * 1000).toISOString(),
        }
      )
    },
    fix: { client: { waits_seconds: 0 } },
  },
  {
    id: 'wrong-error-code',
    pain: 34,
    layer: 'token',
    reference: issue('better-auth/better-auth', 11_035),
    find: (evidence) =>
      evidence.token?.seen.error === 'invalid_grant' &&
      evidence.token.isClientGone &&
      tellAnswer(evidence),
    fix: { client: { is_deleted_before_token: false } },
  },
  {
    id: 'client-gone',
    layer: 'token',
    reference: rfc(6749, '5.2', 'error response'),
    find: (evidence) =>
      isRefused(evidence) && evidence.token?.isClientGone === true && tellAnswer(evidence),
    fix: { client: { is_deleted_before_token: false } },
  },
  {
    id: 'granted-method-ignored',
    pain: 21,
    layer: 'token',
    reference: issue('openai/codex', 40_928),
    find: (evidence) =>
      evidence.token !== undefined &&
      evidence.registration?.granted !== undefined &&
      evidence.behaviour.ignores_granted_method &&
      evidence.token.method !== grantedMethod(evidence) && {
        ...tellAnswer(evidence),
        method: evidence.token.method,
        granted: grantedMethod(evidence),
      },
    fix: { client: { ignores_granted_method: false } },
  },
  {
    id: 'method-not-supported',
    pain: 22,
    layer: 'token',
    reference: issue('anthropics/claude-ai-mcp', 1043),
    find: (evidence) => {
      const supported = evidence.discovery?.token_endpoint_auth_methods_supported ?? []
      const method = evidence.token?.method ?? ''
      return (
        isRefused(evidence) &&
        supported.length > 0 &&
        !supported.includes(method) && {
          ...tellAnswer(evidence),
          method,
          supported: supported.join(' '),
        }
      )
    },
    fix: {
      client: { metadata: { token_endpoint_auth_method: 'client_secret_basic' } },
    },
  },
  {
    id: 'no-access-policy',
    pain: 27,
    layer: 'token',
    reference: issue('okta/okta-spring-boot', 602),
    find: (evidence) =>
      evidence.driver.ownFindings?.includes('access-policy') &&
      isRefused(evidence) &&
      /Policy evaluation failed/.test(evidence.token?.seen.description ?? '') &&
      tellAnswer(evidence),
    fix: { faults: ['no-policy'] },
  },
  {
    id: 'scope-not-optional',
    pain: 3,
    layer: 'token',
    reference: issue('TykTechnologies/tyk-docs-hugo', 4163),
    find: (evidence) =>
      ['keycloak', 'other'].includes(evidence.driver.id) &&
      evidence.token?.seen.error === 'invalid_scope' &&
      evidence.token.seen.description?.startsWith('Invalid scopes:') === true &&
      tellAnswer(evidence),
    fix: {
      client: { scope: '' },
      faults: ['scope-unknown'],
    },
  },
  {
    id: 'scope-refused',
    layer: 'token',
    reference: rfc(6749, '3.3', 'access token scope'),
    find: (evidence) =>
      ['invalid_scope', 'consent_required'].includes(evidence.token?.seen.error ?? '') &&
      tellAnswer(evidence),
    fix: {
      faults: ['no-default-scope', 'consent-required'],
    },
  },
  {
    id: 'dpop-wanted',
    layer: 'token',
    reference: rfc(9449, '5', 'DPoP access token request'),
    find: (evidence) =>
      isRefused(evidence) &&
      /\bDPoP\b/.test(evidence.token?.seen.description ?? '') &&
      tellAnswer(evidence),
    fix: { faults: ['dpop-required'] },
  },
  {
    id: 'sign-in-needed',
    layer: 'token',
    severity: 'warning',
    reference: rfc(6749, '4.1', 'authorization code grant'),
    find: ({ registration, discovery, token }) => {
      const granted = registration?.granted?.['grant_types']
      return (
        token === undefined &&
        discovery?.token_endpoint !== undefined &&
        Array.isArray(granted) &&
        !granted.includes('client_credentials') && { granted: granted.join(' ') }
      )
    },
    fix: {},
  },
  {
    id: 'token-not-tried',
    layer: 'token',
    severity: 'warning',
    reference: rfc(7591, '2', 'client metadata'),
    find: ({ registration, discovery, token, failures }) => {
      const { granted, hasSecret = false } = registration ?? {}
      const grants = granted?.['grant_types']
      return (
        granted !== undefined &&
        !hasSecret &&
        discovery?.token_endpoint !== undefined &&
        token === undefined &&
        !failures.some(({ stage }) => stage === 'token') &&
        !(Array.isArray(grants) && !grants.includes('client_credentials')) && {
          method: readMethod(granted),
        }
      )
    },
    fix: {
      client: { metadata: { token_endpoint_auth_method: 'client_secret_post' } },
    },
  },
  {
    id: 'token-refused',
    layer: 'token',
    reference: rfc(6749, '5.2', 'error response'),
    find: (evidence) => isRefused(evidence) && tellAnswer(evidence),
    fix: { faults: ['policy-wrong-grant', 'basic-only'] },
  },
  {
    id: 'answer-no-token',
    layer: 'token',
    reference: rfc(6749, '5.1', 'successful response'),
    find: ({ token }) => token?.hasToken === false && tellUnexpected(token.seen),
    fix: {},
  },
]

/** Told last: it breaks no call of the client, and holds at every realm of Keycloak. */
export const INTROSPECTION_RULES: readonly Rule[] = [
  {
    id: 'introspection-inactive',
    layer: 'token',
    severity: 'warning',
    reference: rfc(7662, '2.2', 'introspection response'),
    find: ({ introspection, driver }) =>
      driver.ownFindings?.includes('introspection-inactive') &&
      introspection?.status === 200 &&
      introspection.isActive === false &&
      {},
    fix: {},
  },
]
