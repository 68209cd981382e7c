/** A refusal of the authorization endpoint that ends in a page, and what is known of its request. */
export interface DeadEnd {
  error: string
  description: string
  /** What the engine knows and keeps from the client. */
  detail?: string | undefined
  clientId?: string | undefined
  redirectUri?: string | undefined
  /** Of the client, where there is one. */
  registeredUris?: readonly string[] | undefined
  /** Milliseconds since the epoch, where the client was deleted here. */
  deletedAtMs?: number | undefined
}

/**
 * Why a sign-in ended at a page, and what a person can do. The client learns nothing of it: RFC 6749
 * §4.1.2.1 forbids a redirect to an address in doubt, so it waits.
 *
 * @returns Sentences.
 */
export function explainDeadEnd(end: DeadEnd): string[] {
  if (end.error === 'invalid_client' && isDocument(end.clientId)) return explainDocument(end)
  if (end.error === 'invalid_client') return explainUnknownClient(end)
  if (end.error === 'invalid_redirect_uri') return explainRedirect(end)
  if (end.error === 'invalid_request' && end.clientId === undefined)
    return [
      'The request names no client: the parameter client_id is missing.',
      'A client that goes on after a failed registration does this. Look at its registration first.',
    ]
  return []
}

function isDocument(clientId: string | undefined): boolean {
  return clientId !== undefined && /^https?:\/\//i.test(clientId)
}

function explainDocument({ clientId = '', detail }: DeadEnd): string[] {
  return [
    `The client is known by its document at ${cut(clientId)}, and this server could not use it${detail ? `: ${detail}` : ''}.`,
    'Check that this server reaches the address, and that it answers 200 with the document, without a redirect and with a certificate that this server trusts.',
  ]
}

function explainUnknownClient({ clientId = '', deletedAtMs, detail }: DeadEnd): string[] {
  if (detail !== undefined && detail !== 'client not found') return [`${detail}.`]
  const known =
    deletedAtMs === undefined
      ? `No client with the id ${cut(clientId)} is known at this server. It was deleted, or registered at another server or another dialect of this one.`
      : `The client ${cut(clientId)} was deleted at this server at ${new Date(deletedAtMs).toISOString()}.`
  return [
    known,
    'The client has to register again. Many keep the old id and come back with it until they are told to forget it: remove what the client has stored for this server, then connect again.',
  ]
}

function explainRedirect({ redirectUri = '', registeredUris = [] }: DeadEnd): string[] {
  const known = registeredUris.map(cut).join(', ') || 'none'
  return [
    `The client asked to be sent back to ${cut(redirectUri)}. Registered are: ${known}.`,
    'The two have to be equal, letter by letter. Only the port of a loopback address of a native client may differ (application_type native, RFC 8252 §7.3).',
  ]
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
