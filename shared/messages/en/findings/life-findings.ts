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
  'secret-hashed': {
    title: 'Reading the client gives the hash of its secret',
    seen: 'The answer to the read has a client_secret that is a stored hash, such as {bcrypt}$2a$10$…',
    expected: 'The secret itself, or no client_secret.',
    cause:
      'The provider stores secrets hashed and answers with what it stores, as Spring Authorization Server does. A client that takes the answer for a new secret loses the only copy of the real one, and its next token is 401 invalid_client.',
    fix: 'Keep the secret of the registration, and take no secret from a read before it has worked',
  },
  'update-refused': {
    title: 'The provider refuses an update that changes nothing',
    seen: ({ answer }: Texts<'answer'>) => answer,
    expected: '200 with the client.',
    cause: 'The update carried what the registration had granted; its words say what is refused.',
    fix: 'Look at the exchange',
  },
  'management-refused': {
    title: 'The new client cannot be read',
    seen: ({ answer }: Texts<'answer'>) => `Right after its registration: ${answer}`,
    expected: '200 with the client’s metadata.',
    cause:
      'The provider gave a token and an address for the client, and does not answer there as RFC 7592 has it.',
    fix: 'Look at the exchange, and delete the client by another way',
  },
  'deletion-refused': {
    title: 'The provider does not delete the client',
    seen: ({ clients }: Texts<'clients'>) => clients,
    expected: '204 for the deletion.',
    cause: 'The client can be read and not deleted; the provider’s words say why.',
    fix: 'Delete the client at the provider',
  },
  'management-missing': {
    title: 'The client cannot be managed',
    seen: ({ status }: Numbers<'status'>) =>
      status === 0
        ? 'The registration gave no token or no address for the client; nothing was sent.'
        : `Reading the client was answered with ${status}.`,
    expected: 'RFC 7592, with a token and an address in the registration’s answer.',
    cause:
      'The provider offers registration without management, as RFC 7591 allows, or kept the token to itself.',
    fix: 'Delete the client at the provider, where it has a console for that',
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
    cause: 'The app was deleted, and its client stayed at the identity provider.',
    fix: 'Sweep the orphans',
  },
}
