import type { Numbers, Texts } from '../../facts.ts'

function tellSent({ scheme, answer }: Texts<'scheme' | 'answer'>): string {
  const sent = scheme ? `with "Authorization: ${scheme} …"` : 'without a token'
  return `Sent ${sent}, answered ${answer}`
}

/** Who may register, and how they show it. */
export const CREDENTIAL_FINDINGS = {
  'csrf-refused': {
    title: 'A CSRF check refuses the registration',
    seen: ({ status, text }: Numbers<'status'> & Texts<'text'>) => `${status}: ${text}`,
    expected: 'An API that asks for no Referer.',
    cause: 'The registration endpoint stands behind middleware made for web forms.',
    fix: 'Take the registration endpoint out of the CSRF check',
  },
  'trusted-hosts': {
    title: 'The realm trusts no host',
    seen: tellSent,
    expected: 'A registration with an initial access token, or from a trusted host.',
    cause:
      'Without a Bearer token Keycloak takes the call for an anonymous one, and the policy "Trusted Hosts" lists no host.',
    fix: 'Send an initial access token',
  },
  'allowed-client-scopes': {
    title: 'The metadata names a scope that the realm does not allow',
    seen: ({ scope, ...sent }: Texts<'scope' | 'scheme' | 'answer'>) =>
      `${tellSent(sent)} Asked for: ${scope}`,
    expected: 'A scope that the policy "Allowed Client Scopes" lists, or none.',
    cause: 'Keycloak’s words do not say which scope: it is one of those in "scope".',
    fix: 'Register without "scope"',
  },
  'token-not-sent': {
    title: 'The client has an initial access token and does not send it',
    seen: tellSent,
    expected: 'Authorization: Bearer with the registration.',
    cause: 'The client’s library has no way to add the header to its registration call.',
    fix: 'Send the token',
  },
  'gateway-has-to-register': {
    title: 'A client behind the gateway cannot bring the admin’s credential',
    seen: tellSent,
    expected: 'The gateway registers on the client’s behalf, with its own credential.',
    cause:
      'The provider wants an admin’s token; a client that comes through a gateway has none and must not have one.',
    fix: 'Let the gateway’s registrar add its token',
  },
  'mcp-host-without-token': {
    title: 'The server wants an initial access token that an MCP host cannot get',
    seen: tellSent,
    expected: 'Open registration, a client id metadata document, or a client made by hand.',
    cause: 'MCP hosts meet the server for the first time; they could not get a token before.',
    fix: 'Open the registration to MCP hosts, with limits',
  },
  'conformance-without-token': {
    title: 'The conformance suite has no field for an initial access token',
    seen: tellSent,
    expected: 'The suite sends the token that the provider wants.',
    cause: 'The suite only knows open registration, so it cannot test a protected one.',
    fix: 'Let DCR Lab send the token',
  },
  'registration-needs-admin': {
    title: 'The advertised registration endpoint wants an admin’s credential',
    seen: tellSent,
    expected: 'An API token in the header.',
    cause:
      'Okta names registration_endpoint in its public metadata, although only an admin’s API token opens it.',
    fix: 'Give the client an API token',
  },
  'registration-not-open': {
    title: 'Registration is not open, and the client brings no token',
    seen: tellSent,
    expected: 'An initial access token in the Authorization header.',
    cause: 'The tool takes it for granted that everybody may register.',
    fix: 'Send an initial access token',
  },
  'scheme-mismatch': {
    title: 'The token is sent with a scheme that the provider does not take',
    seen: tellSent,
    expected: 'The provider’s own scheme: SSWS for an API token of Okta, Bearer elsewhere.',
    cause:
      'Okta’s API tokens are no Bearer tokens; a client that always writes "Bearer" is refused.',
    fix: 'Use the provider’s scheme',
  },
  'token-spent': {
    title: 'The initial access token has expired or is used up',
    seen: tellSent,
    expected: 'A token that is still good for one more client.',
    cause: 'Initial access tokens have an end and a count; this one has reached one of them.',
    fix: 'Get a new token',
  },
  'token-unknown': {
    title: 'The provider does not know the initial access token',
    seen: tellSent,
    expected: 'A token that the provider itself has minted.',
    cause:
      'How an initial access token is made is nowhere in the standard: it comes from the provider’s console or API, not from the client.',
    fix: 'Mint one at the provider',
  },
  'open-to-everybody': {
    title: 'Anybody may register',
    seen: 'A registration without any token was answered with 201.',
    expected: '401 for a registration without a token.',
    cause: 'The endpoint asks for no initial access token, so strangers can fill it with clients.',
    fix: 'Ask for an initial access token',
  },
}
