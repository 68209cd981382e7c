import type { Texts } from '../../facts.ts'

/** The token request. */
export const TOKEN_FINDINGS = {
  'secret-expired': {
    title: 'The client’s secret has expired',
    seen: ({ answer, endedAt }: Texts<'answer' | 'endedAt'>) =>
      `${answer} The secret ended at ${endedAt}.`,
    expected: 'A client that looks at client_secret_expires_at and renews in time.',
    cause: 'The secret had an end when it was issued, and the client did not look at it.',
    fix: 'Register again before the secret ends',
  },
  'wrong-error-code': {
    title: 'An unknown client is answered with invalid_grant',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'invalid_client, so that the client knows it has to register again.',
    cause: 'The server has the wrong error code, and clients keep trying with what is gone.',
    fix: 'Register again',
  },
  'client-gone': {
    title: 'The client is not there any more',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'A client that the provider knows.',
    cause: 'It was deleted at the provider after it was registered.',
    fix: 'Register again',
  },
  'granted-method-ignored': {
    title: 'The client does not authenticate as it was registered',
    seen: ({ method, granted, answer }: Texts<'method' | 'granted' | 'answer'>) =>
      `Used ${method}, granted ${granted}; answered ${answer}`,
    expected: 'The token_endpoint_auth_method of the answer.',
    cause: 'The client kept what it had asked for instead of reading what it was granted.',
    fix: 'Use what was granted',
  },
  'method-not-supported': {
    title: 'The token endpoint does not take this way to authenticate',
    seen: ({ method, supported, answer }: Texts<'method' | 'supported' | 'answer'>) =>
      `Used ${method}, supported ${supported}; answered ${answer}`,
    expected: 'One of token_endpoint_auth_methods_supported.',
    cause: 'The client has one method built in and does not read the metadata.',
    fix: 'Use a method of the metadata',
  },
  'no-access-policy': {
    title: 'No access policy lets the client have a token',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'A policy of the authorization server that allows client credentials.',
    cause:
      'No rule of an access policy fits this client and grant; a fresh Okta authorization server has no access policy at all.',
    fix: 'Add an access policy',
  },
  'scope-not-optional': {
    title: 'The client may not use the scope',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'A realm scope of the type Optional, which the registration policy allows.',
    cause:
      'The realm does not have the scope, or the client may not use it: in Keycloak a scope has to be Optional and allowed for registered clients.',
    fix: 'Make the scope Optional',
  },
  'scope-refused': {
    title: 'The provider refuses the scope',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'A scope that the provider knows and grants to clients.',
    cause: 'The scope is likely unknown, needs a user’s consent, or none is a default.',
    fix: 'Correct the scope',
  },
  'dpop-wanted': {
    title: 'The token endpoint wants a DPoP proof',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'A DPoP header with the token request.',
    cause: 'The client or the server is set to sender-constrained tokens.',
    fix: 'Register without DPoP, or send proofs',
  },
  'token-not-tried': {
    title: 'No token was asked for',
    seen: ({ method }: Texts<'method'>) =>
      `The client was granted ${method} and got no secret; what comes after was not looked at.`,
    expected: 'A client with a secret, with which the doctor can ask for a token.',
    cause: 'The client authenticates without a secret; the doctor’s own request needs one.',
    fix: 'Examine a client with a secret',
  },
  'sign-in-needed': {
    title: 'Tokens come only after a person has signed in',
    seen: ({ granted }: Texts<'granted'>) =>
      `The client was granted ${granted}; the token, the gateway and the API were not looked at.`,
    expected: 'A person’s sign-in, which the doctor cannot do.',
    cause: 'This server serves, or granted the client, no client_credentials.',
    fix: 'Get a token with the code flow on the page Tokens',
  },
  'token-refused': {
    title: 'The provider gives no token',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: '200 with access_token.',
    cause: 'The provider’s words say what it misses.',
    fix: 'Look at the exchange',
  },
  'answer-no-token': {
    title: 'The answer of the token endpoint is no token',
    seen: ({ answer }: Texts<'answer'>) => `POST answered ${answer}`,
    expected: '200 with a JSON object that has access_token.',
    cause:
      'The server does not answer as RFC 6749 §5.1 has it: it sends a form, a page or another document, or leaves access_token out.',
    fix: 'Have the server answer with JSON',
  },
  'introspection-inactive': {
    title: 'Keycloak calls a living token inactive',
    seen: 'The client asked about its own token, which it had just got, and was told active: false.',
    expected: 'active: true for a token that is good.',
    cause:
      'Keycloak 26 answers so to a client that is not in the token’s audience; its log says "is not in the token audience".',
    fix: 'Add an audience mapper that names the client that asks',
  },
}
