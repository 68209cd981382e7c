import type { Flags, Numbers, Texts } from '../../facts.ts'

/** What was asked for, and what became of it. */
export const REGISTRATION_FINDINGS = {
  'no-cors': {
    title: 'The registration endpoint does not answer browsers',
    seen: ({ status }: Numbers<'status'>) =>
      `OPTIONS answered ${status} without Access-Control-Allow-Origin.`,
    expected: 'Access-Control-Allow-Origin in the answer to the preflight.',
    cause:
      'The client runs in a web page, and the provider sends no CORS headers for its registration endpoint.',
    fix: 'Let the companion send the call',
  },
  'empty-500': {
    title: 'The provider fails without a word',
    seen: ({ status, isEmpty }: Numbers<'status'> & Flags<'isEmpty'>) =>
      `POST answered ${status} with ${isEmpty ? 'an empty body' : 'no error document'}.`,
    expected: '400 with error and error_description.',
    cause:
      'The provider broke on something in the metadata and sent 500 where the standard asks for an error document.',
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
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'No redirect URI for a grant that redirects no browser.',
    cause: 'The provider holds redirect_uris mandatory whatever the grant, against RFC 7591.',
    fix: 'Send any redirect URI of your own',
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
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: 'A server that ignores unknown members.',
    cause: 'The provider’s parser is strict, against RFC 7591 §2.',
    fix: 'Leave the member out',
  },
  'metadata-refused': {
    title: 'The provider refuses the metadata',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: '201 with the client.',
    cause: 'Something in the metadata is not to the provider’s liking; its words say what.',
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
    cause: 'The provider leaves grants out without a word; a later token request will be refused.',
    fix: 'Allow the grant at the provider',
  },
  'secret-missing': {
    title: 'A client that authenticates with a secret got none',
    seen: ({ method }: Texts<'method'>) => `${method} was granted without a client_secret.`,
    expected: 'client_secret in the answer.',
    cause: 'The provider does not make secrets for this authentication method.',
    fix: 'Ask for another authentication method',
  },
  'scope-dropped': {
    title: 'A scope that was asked for is not granted',
    seen: ({ missing }: Texts<'missing'>) => `Not granted: ${missing}.`,
    expected: 'Every scope that was asked for.',
    cause: 'The provider leaves scopes out without a word; tokens will not carry them.',
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
