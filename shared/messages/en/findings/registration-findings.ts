import type { Numbers, Texts } from '../../facts.ts'

/** What was asked for, and what became of it. */
export const REGISTRATION_FINDINGS = {
  'no-cors': {
    title: 'The registration endpoint does not answer browsers',
    seen: ({ status, origin, headers }: Numbers<'status'> & Texts<'origin' | 'headers'>) =>
      `OPTIONS answered ${status}; allowed origin: ${origin || 'none'}; allowed headers: ${headers || 'none'}.`,
    expected: 'A 2xx answer to the preflight that allows the page’s origin and Content-Type.',
    cause:
      'The client runs in a web page, and the provider sends no fitting CORS headers for its registration endpoint.',
    fix: 'Let the companion send the call',
  },
  'origin-refused': {
    title: 'Keycloak refuses the origin of the page',
    seen: ({ answer }: Texts<'answer'>) =>
      `The preflight was answered, the registration: ${answer}`,
    expected: 'An origin that the realm allows to register.',
    cause:
      'Keycloak answers the preflight of every origin, and then refuses those that neither the policy "Allowed Registration Web Origins" nor the initial access token names.',
    fix: 'List the origin in the policy, or mint the token with webOrigins',
  },
  'answer-hidden': {
    title: 'The browser hides the answer from the page',
    seen: ({ status, origin }: Numbers<'status'> & Texts<'origin'>) =>
      `The registration answered ${status}; allowed origin: ${origin || 'none'}.`,
    expected: 'Access-Control-Allow-Origin in the answer itself, not in the preflight alone.',
    cause: 'The client was registered, and the page never learns its id: each try leaves one more.',
    fix: 'Let the companion send the call',
  },
  'empty-500': {
    title: 'The provider fails at the registration',
    seen: ({ answer }: Texts<'answer'>) => `POST answered ${answer}`,
    expected: '201 with the client, or 400 with error and error_description.',
    cause:
      'The provider, or a proxy before it, failed. It likely broke on something in the metadata where the standard asks for an error document.',
    fix: 'Look into the provider’s log',
  },
  'rate-limited': {
    title: 'The provider’s rate limit is reached',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'Fewer calls, or a pause.',
    cause: 'More calls were made than the provider allows in this time.',
    fix: 'Wait and examine again',
  },
  'okta-coupling': {
    title: 'Grants, response types and application type do not agree',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'What Okta couples: token with implicit, web with authorization_code.',
    cause:
      'Okta refuses a web application that has client credentials alone; as "service" it would be taken.',
    fix: 'Register a service application',
  },
  'redirect-fragment': {
    title: 'A redirect URI has a fragment',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'Redirect URIs without "#" and what follows it.',
    cause: 'The answer to the browser is put behind the address; a fragment would swallow it.',
    fix: 'Leave the fragment out',
  },
  'redirect-mandatory': {
    title: 'A redirect URI is demanded for client credentials',
    seen: ({ answer, status }: Texts<'answer'> & Numbers<'status'>) =>
      `Without one: ${answer}. With one: ${status}.`,
    expected: 'A client that sends a redirect URI, or a server that wants none for this grant.',
    cause:
      'OpenID Connect registration requires redirect_uris of every client; RFC 7591 lets a client without a browser leave them out. This server holds to the former.',
    fix: 'Send any redirect URI of your own',
  },
  'redirect-refused': {
    title: 'The provider refuses the redirect URI',
    seen: ({ answer, asked, second }: Texts<'answer' | 'asked' | 'second'>) =>
      `${answer} Asked for: ${asked || 'none'}.${second === '' ? '' : ` With a redirect URI: ${second}`}`,
    expected: 'A redirect URI that this provider allows.',
    cause:
      'Which addresses are allowed is the provider’s own choice, often https or listed hosts alone. For apps on a person’s machine RFC 8252 has it allow http://127.0.0.1 with any port.',
    fix: 'Register an address that the provider allows',
  },
  'member-refused': {
    title: 'The provider refuses a member of the metadata',
    seen: ({ answer, member }: Texts<'answer' | 'member'>) => `${answer} Named: ${member}`,
    expected: '201 with the client.',
    cause: 'The provider’s words name the member; its value is missing or not one that it takes.',
    fix: 'Correct the member or leave it out',
  },
  'answer-no-client': {
    title: 'The answer is no client',
    seen: ({ answer }: Texts<'answer'>) => `POST answered ${answer}`,
    expected: '201 with client_id in a JSON object.',
    cause:
      'The address likely belongs to something else, or the server does not answer as RFC 7591 has it. A client may exist there nevertheless.',
    fix: 'Look at the exchange',
  },
  'advertised-grant-refused': {
    title: 'The provider refuses a grant that it advertises',
    seen: ({ answer, grants }: Texts<'answer' | 'grants'>) => `${answer} Asked for: ${grants}`,
    expected: 'The grants that the client uses, and no others.',
    cause:
      'The client copied grant_types_supported into its registration; not every grant that exists is open to every client.',
    fix: 'Ask for client_credentials alone',
  },
  'unknown-member': {
    title: 'The provider refuses a member that it does not know',
    seen: ({ answer, member }: Texts<'answer' | 'member'>) => `${answer} Named: ${member}`,
    expected: 'A server that ignores unknown members.',
    cause: 'The provider’s parser is strict, against RFC 7591 §2.',
    fix: 'Leave the member out',
  },
  'metadata-refused': {
    title: 'The provider refuses the metadata',
    seen: ({ answer, members }: Texts<'answer' | 'members'>) => `${answer} Sent: ${members}`,
    expected: '201 with the client.',
    cause:
      'Something in the metadata is not to the provider’s liking. Where its words name no member, suspect those of grants, response types, authentication, redirect URIs and scope.',
    fix: 'Correct the metadata',
  },
  'application-type-changed': {
    title: 'The client is registered as another type than asked',
    seen: ({ asked, granted }: Texts<'asked' | 'granted'>) => `Asked ${asked}, granted ${granted}.`,
    expected: 'The application type that was asked for.',
    cause:
      'What sends the registration says "web" whatever the documentation says, and the provider holds the client to it.',
    fix: 'Take what was granted, or correct what sends it',
  },
  'grant-dropped': {
    title: 'A grant that was asked for is not granted',
    seen: ({ missing }: Texts<'missing'>) => `Not granted: ${missing}.`,
    expected: 'Every grant that was asked for.',
    cause:
      'The answer names the grants, and this is not among them: a later request with it will likely be refused. The provider does not allow it to this client, or the response types do not go with it (authorization_code needs code).',
    fix: 'Allow the grant at the provider, or ask for the response type that goes with it',
  },
  'secret-missing': {
    title: 'A client that authenticates with a secret got none',
    seen: ({ method }: Texts<'method'>) => `${method} was granted without a client_secret.`,
    expected: 'client_secret in the answer.',
    cause: 'The provider does not make secrets for this authentication method.',
    fix: 'Ask for another authentication method',
  },
  'grants-unsaid': {
    title: 'The answer does not say which grants were granted',
    seen: ({ asked }: Texts<'asked'>) => `Asked for: ${asked}; the answer has no grant_types.`,
    expected: 'Every registered member in the answer.',
    cause:
      'RFC 7591 has the server return all that it registered. Without the member, its default authorization_code holds, and a client that reads the answer takes that for granted.',
    fix: 'Have the provider return grant_types',
  },
  'scope-unsaid': {
    title: 'The answer does not say which scopes were granted',
    seen: ({ asked }: Texts<'asked'>) => `Asked for: ${asked}; the answer has no scope.`,
    expected: 'Every registered member in the answer.',
    cause:
      'The provider left the scopes out, or registered them without saying so; a token shows which.',
    fix: 'Look at the scope of a token',
  },
  'scope-dropped': {
    title: 'A scope that was asked for is not granted',
    seen: ({ missing }: Texts<'missing'>) => `Not granted: ${missing}.`,
    expected: 'Every scope that was asked for.',
    cause:
      'The answer names the scopes, and this is not among them; tokens will likely not carry it.',
    fix: 'Allow the scope at the provider',
  },
  'secret-ends-soon': {
    title: 'The client’s secret ends within the hour',
    seen: ({ seconds }: Numbers<'seconds'>) => `It ends in ${seconds} s.`,
    expected: 'A secret that outlives the app’s next start, or an app that renews it in time.',
    cause: 'The provider gives secrets a short life; nothing fails until it is over.',
    fix: 'Renew it before, or have it live longer',
  },
  'auth-method-changed': {
    title: 'The provider changed the authentication method',
    seen: ({ asked, granted }: Texts<'asked' | 'granted'>) => `Asked ${asked}, granted ${granted}.`,
    expected: 'The method that was asked for, or a client that reads the answer.',
    cause: 'A provider may grant something else than was asked; the answer is what holds.',
    fix: 'Ask for what the provider grants',
  },
}
