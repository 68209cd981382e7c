// The least that a program has to bring along for the SDK's OAuth client: everything is kept in memory.

/** @param {string} client_name */
export function createProvider(client_name) {
  const kept = {}
  return {
    kept,
    redirectUrl: 'http://127.0.0.1:9711/callback',
    clientMetadata: {
      client_name,
      redirect_uris: ['http://127.0.0.1:9711/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    state: () => 'interop-state',
    clientInformation: () => kept.client,
    saveClientInformation: (client) => (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => (kept.tokens = tokens),
    redirectToAuthorization: (url) => (kept.url = String(url)),
    saveCodeVerifier: (verifier) => (kept.verifier = verifier),
    codeVerifier: () => kept.verifier,
  }
}
