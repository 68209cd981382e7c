import type { ClientInformation } from '#shared/oauth/client-metadata.ts'

/** What of a client must never be lost: without it the client can be neither used nor deleted. */
export type Credentials = Pick<
  ClientInformation,
  'client_secret' | 'registration_access_token' | 'registration_client_uri'
> & { client_id: string }

/**
 * The credentials in an answer that cannot be read as a whole: it was cut off, has text around its JSON, or
 * members of a wrong type.
 *
 * @returns `undefined` when the text names no client.
 */
export function rescueClient(text: string): Credentials | undefined {
  const client_id = findMember(text, 'client_id')
  if (client_id === undefined || client_id === '') return undefined
  const credentials: Credentials = { client_id }
  for (const name of [
    'client_secret',
    'registration_access_token',
    'registration_client_uri',
  ] as const) {
    const value = findMember(text, name)
    if (value !== undefined) credentials[name] = value
  }
  return credentials
}

/** A number is taken as its digits: some servers number their clients. */
function findMember(text: string, name: string): string | undefined {
  const [, value] = new RegExp(`"${name}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*"|\\d+)`).exec(text) ?? []
  if (value === undefined) return undefined
  try {
    return String(JSON.parse(value))
  } catch {
    return undefined
  }
}
