import type { Evidence } from '../evidence.ts'
import { issue, rfc, type Rule } from '../rule.ts'

function isRefused({ token }: Evidence): boolean {
  return token !== undefined && token.seen.status >= 400
}

function words({ token }: Evidence): string {
  const { status, error, description } = token?.seen ?? { status: 0 }
  return `${status} ${[error, description].filter(Boolean).join(': ')}`.trim()
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
    title: 'The client’s secret has expired',
    expected: 'A client that looks at client_secret_expires_at and renews in time.',
    cause: 'The secret had an end when it was issued, and nobody noticed that it has come.',
    reference: issue('modelcontextprotocol/python-sdk', 3256),
    find: (evidence) => {
      const endsAt = Number(evidence.registration?.granted?.['client_secret_expires_at'] ?? 0)
      return (
        isRefused(evidence) &&
        endsAt > 0 &&
        endsAt <= evidence.nowSeconds &&
        `${words(evidence)} The secret ended at ${new Date(endsAt * 1000).toISOString()}.`
      )
    },
    remedy: { label: 'Register again before the secret ends', client: { waits_seconds: 0 } },
  },
  {
    id: 'wrong-error-code',
    pain: 34,
    layer: 'token',
    title: 'An unknown client is answered with invalid_grant',
    expected: 'invalid_client, so that the client knows it has to register again.',
    cause: 'The server has the wrong error code, and clients keep trying with what is gone.',
    reference: issue('better-auth/better-auth', 11_035),
    find: (evidence) =>
      evidence.token?.seen.error === 'invalid_grant' &&
      evidence.token.isClientGone &&
      words(evidence),
    remedy: { label: 'Register again', client: { is_deleted_before_token: false } },
  },
  {
    id: 'client-gone',
    layer: 'token',
    title: 'The client is not there any more',
    expected: 'A client that the provider knows.',
    cause: 'It was deleted at the provider after it was registered.',
    reference: rfc(6749, '5.2', 'error response'),
    find: (evidence) =>
      isRefused(evidence) && evidence.token?.isClientGone === true && words(evidence),
    remedy: { label: 'Register again', client: { is_deleted_before_token: false } },
  },
  {
    id: 'granted-method-ignored',
    pain: 21,
    layer: 'token',
    title: 'The client does not authenticate as it was registered',
    expected: 'The token_endpoint_auth_method of the answer.',
    cause: 'The client kept what it had asked for instead of reading what it was granted.',
    reference: issue('openai/codex', 40_928),
    find: (evidence) =>
      evidence.token !== undefined &&
      evidence.registration?.granted !== undefined &&
      evidence.behaviour.ignores_granted_method &&
      evidence.token.method !== grantedMethod(evidence) &&
      `Used ${evidence.token.method}, granted ${grantedMethod(evidence)}; answered ${words(evidence)}`,
    remedy: { label: 'Use what was granted', client: { ignores_granted_method: false } },
  },
  {
    id: 'method-not-supported',
    pain: 22,
    layer: 'token',
    title: 'The token endpoint does not take this way to authenticate',
    expected: 'One of token_endpoint_auth_methods_supported.',
    cause: 'The client has one method built in and does not read the metadata.',
    reference: issue('anthropics/claude-ai-mcp', 1043),
    find: (evidence) => {
      const supported = evidence.discovery?.token_endpoint_auth_methods_supported ?? []
      const method = evidence.token?.method ?? ''
      return (
        isRefused(evidence) &&
        supported.length > 0 &&
        !supported.includes(method) &&
        `Used ${method}, supported ${supported.join(' ')}; answered ${words(evidence)}`
      )
    },
    remedy: {
      label: 'Use a method of the metadata',
      client: { metadata: { token_endpoint_auth_method: 'client_secret_basic' } },
    },
  },
  {
    id: 'no-access-policy',
    pain: 27,
    layer: 'token',
    title: 'No access policy lets the client have a token',
    expected: 'A policy of the authorization server that allows client credentials.',
    cause: 'A fresh Okta authorization server has no access policy, and so gives nobody a token.',
    reference: issue('okta/okta-spring-boot', 602),
    find: (evidence) =>
      /Policy evaluation failed/.test(evidence.token?.seen.description ?? '') && words(evidence),
    remedy: { label: 'Add an access policy', faults: ['no-policy'] },
  },
  {
    id: 'scope-not-optional',
    pain: 3,
    layer: 'token',
    title: 'The client may not use the scope',
    expected: 'A realm scope of the type Optional, which the registration policy allows.',
    cause:
      'In Keycloak a scope has to be Optional and allowed for registered clients; else the token request calls it invalid.',
    reference: issue('TykTechnologies/tyk-docs-hugo', 4163),
    find: (evidence) =>
      /Invalid scopes/.test(evidence.token?.seen.description ?? '') && words(evidence),
    remedy: {
      label: 'Make the scope Optional',
      client: { scope: '' },
      faults: ['scope-unknown'],
    },
  },
  {
    id: 'scope-refused',
    layer: 'token',
    title: 'The provider refuses the scope',
    expected: 'A scope that the provider knows and grants to clients.',
    cause: 'The scope is unknown, needs a user’s consent, or none is a default.',
    reference: rfc(6749, '3.3', 'access token scope'),
    find: (evidence) =>
      ['invalid_scope', 'consent_required'].includes(evidence.token?.seen.error ?? '') &&
      words(evidence),
    remedy: {
      label: 'Correct the scope',
      faults: ['no-default-scope', 'consent-required'],
    },
  },
  {
    id: 'dpop-wanted',
    layer: 'token',
    title: 'The token endpoint wants a DPoP proof',
    expected: 'A DPoP header with the token request.',
    cause: 'The client or the server is set to sender-constrained tokens.',
    reference: rfc(9449, '5', 'DPoP access token request'),
    find: (evidence) => /DPoP/.test(evidence.token?.seen.description ?? '') && words(evidence),
    remedy: { label: 'Register without DPoP, or send proofs', faults: ['dpop-required'] },
  },
  {
    id: 'token-not-tried',
    layer: 'token',
    severity: 'warning',
    title: 'No token was asked for',
    expected: 'A client with a secret, with which the doctor can ask for a token.',
    cause: 'The client authenticates without a secret; the doctor’s own request needs one.',
    reference: rfc(7591, '2', 'client metadata'),
    find: ({ registration, discovery, token }) =>
      registration?.granted !== undefined &&
      discovery?.token_endpoint !== undefined &&
      token === undefined &&
      `The client was granted ${String(registration.granted['token_endpoint_auth_method'])} and has no secret; what comes after was not looked at.`,
    remedy: {
      label: 'Examine a client with a secret',
      client: { metadata: { token_endpoint_auth_method: 'client_secret_post' } },
    },
  },
  {
    id: 'token-refused',
    layer: 'token',
    title: 'The provider gives no token',
    expected: '200 with access_token.',
    cause: 'The provider’s words say what it misses.',
    reference: rfc(6749, '5.2', 'error response'),
    find: (evidence) => isRefused(evidence) && words(evidence),
    remedy: { label: 'Look at the exchange', faults: ['policy-wrong-grant', 'basic-only'] },
  },
]
