import type { Numbers, Texts } from '../../facts.ts'

/** The management of a client, and what is left behind. */
export const LIFE_FINDINGS = {
  'old-token-used': {
    title: 'The client uses a registration access token that was replaced',
    seen: ({ status }: Numbers<'status'>) =>
      `The update answered with a new token; the old one was then answered with ${status}.`,
    expected: 'The newest token that an answer carried.',
    cause: 'An update replaced the token, and the client kept the one it had before.',
    fix: 'Keep the newest token',
  },
  'management-missing': {
    title: 'The client cannot be managed',
    seen: ({ status }: Numbers<'status'>) =>
      `Reading the client: ${status || 'no token or no address was given'}.`,
    expected: 'RFC 7592, with a token and an address in the registration’s answer.',
    cause: 'The provider offers registration without management, or kept the token to itself.',
    fix: 'Delete the client in the provider’s console',
  },
  'deletion-without-effect': {
    title: 'A deleted client lives on',
    seen: ({ clients }: Texts<'clients'>) => `Deleted, and read again afterwards: ${clients}.`,
    expected: 'A client that cannot be read any more once its deletion was confirmed.',
    cause: 'The provider confirms the deletion and keeps the client; its tokens stay good.',
    fix: 'Delete it in the provider’s console',
  },
  'client-sprawl': {
    title: 'The client registers anew at every connect',
    seen: ({ count }: Numbers<'count'>) =>
      `${count} living clients have the same name at this provider.`,
    expected: 'One client, used again.',
    cause:
      'The client forgets what it was given, or its redirect URI has another port each time; the old ones are never deleted.',
    fix: 'Register once and sweep the rest',
  },
  orphans: {
    title: 'A client outlived its app',
    seen: ({ clients }: Texts<'clients'>) => `Without an app: ${clients}.`,
    expected: 'No client at the provider without an app in the portal.',
    cause: 'The portal deleted the app and left the client at the identity provider.',
    fix: 'Sweep the orphans',
  },
}
