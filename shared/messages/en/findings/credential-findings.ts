import type { Numbers, Texts } from '../../facts.ts'

function tellSent({ scheme, answer }: Texts<'scheme' | 'answer'>): string {
  const sent = scheme ? `with "Authorization: ${scheme} …"` : 'without a token'
  return `Sent ${sent}, answered ${answer.replace(/\.?$/, '.')}`
}

/** Who may register, and how they show it. */
export const CREDENTIAL_FINDINGS = {
  'csrf-refused': {
    title: 'A CSRF check refuses the registration',
    seen: ({ status, text }: Numbers<'status'> & Texts<'text'>) => `${status}: ${text}`,
    expected: 'An API that asks for no Referer.',
    cause: 'The registration endpoint likely stands behind middleware made for web forms.',
    fix: 'Take the registration endpoint out of the CSRF check',
  },
  'trusted-hosts': {
    title: 'The realm does not trust this machine',
    seen: tellSent,
    expected: 'A registration with an initial access token, or from a trusted host.',
    cause:
      'Without a Bearer token Keycloak takes the call for an anonymous one, and the policy "Trusted Hosts" does not list the host that sent it.',
    fix: 'Send an initial access token',
  },
  'trusted-uri': {
    title: 'An address in the metadata is on no trusted host',
    seen: ({ uris, ...sent }: Texts<'uris' | 'scheme' | 'answer'>) =>
      `${tellSent(sent)} Redirect URIs: ${uris || 'none'}`,
    expected: 'Addresses on hosts that the policy "Trusted Hosts" lists.',
    cause:
      'An anonymous registration at Keycloak may name addresses of trusted hosts only, while "Client URIs Must Match" is on.',
    fix: 'Use an address on a trusted host, list its host, or send an initial access token',
  },
  'max-clients': {
    title: 'The realm has as many clients as anonymous callers may make',
    seen: tellSent,
    expected: 'Fewer clients than the policy "Max Clients" allows.',
    cause: 'Each anonymous registration counts, and those that are not used were not deleted.',
    fix: 'Sweep unused clients, raise the limit, or send an initial access token',
  },
  'allowed-client-scopes': {
    title: 'The metadata names a scope that the realm does not allow',
    seen: ({ scope, ...sent }: Texts<'scope' | 'scheme' | 'answer'>) =>
      `${tellSent(sent)} Asked for: ${scope}`,
    expected: 'A scope that the policy "Allowed Client Scopes" lists, or none.',
    cause:
      'Keycloak’s words do not say which scope: one of those in "scope" is not listed or does not exist. "openid" is refused as well.',
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
    cause: 'The client likely takes it for granted that everybody may register.',
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
  'token-ended': {
    title: 'The initial access token has ended',
    seen: ({ endedAt, ...sent }: Texts<'endedAt' | 'scheme' | 'answer'>) =>
      `${tellSent(sent)} The token’s exp was ${endedAt}.`,
    expected: 'A token that is still good.',
    cause: 'The token can be read, and says itself that its time is over.',
    fix: 'Mint a new token',
  },
  'token-of-another-host': {
    title: 'The initial access token was minted under another host name',
    seen: ({ iss, issuer, ...sent }: Texts<'iss' | 'issuer' | 'scheme' | 'answer'>) =>
      `${tellSent(sent)} The token’s issuer is ${iss}; the metadata here say ${issuer}.`,
    expected: 'A token whose issuer is the address that is called.',
    cause:
      'The provider builds its issuer from the address that it was called by, so localhost and 127.0.0.1 are two. This is likely why the token is refused.',
    fix: 'Mint and use the token at one address',
  },
  'token-of-another-issuer': {
    title: 'The initial access token names another issuer',
    seen: ({ iss, issuer, ...sent }: Texts<'iss' | 'issuer' | 'scheme' | 'answer'>) =>
      `${tellSent(sent)} The token’s issuer is ${iss}; the metadata here say ${issuer}.`,
    expected: 'A token that this provider has minted.',
    cause: 'The token likely belongs to another provider, realm or tenant.',
    fix: 'Mint a token at this provider',
  },
  'registration-forbidden': {
    title: 'The provider does not let this caller register this client',
    seen: tellSent,
    expected: '201 with the client.',
    cause:
      'The token lacks a right or a scope, or a policy forbids something in the metadata; the provider’s words say which, where it has words.',
    fix: 'Give the token the right, or correct the metadata',
  },
  'token-unknown': {
    title: 'The provider does not take the initial access token',
    seen: tellSent,
    expected: 'A token that the provider has minted and that is still good.',
    cause:
      'The token is likely unknown there, used up or expired. How one is made is nowhere in the standard: it comes from the provider’s console or API, not from the client.',
    fix: 'Mint one at the provider',
  },
  'open-to-everybody': {
    title: 'A registration without a token is taken',
    seen: ({ status }: Numbers<'status'>) =>
      `A registration without any token was answered with ${status} and a client.`,
    expected: '401 for a registration without a token.',
    cause:
      'The endpoint asks for no initial access token, so strangers can fill it with clients, or it trusts the address of this machine.',
    fix: 'Ask for an initial access token',
  },
}
