import { randomBytes, randomUUID } from 'node:crypto'
import { digest, type DialectState } from '../dialect-state.ts'

/** A client of a dialect that keeps its own. */
export interface DialectClient {
  client_id: string
  /** Seconds since the epoch. */
  client_id_issued_at: number
  client_secret?: string
  /** Seconds since the epoch; 0 is never. */
  client_secret_expires_at: number
  registration_access_token_sha256?: string
  /** As granted. */
  metadata: Readonly<Record<string, unknown>>
}

export interface IssuedClient {
  client: DialectClient
  /** Shown in one answer and never again. */
  registration_access_token?: string
}

/** Where a dialect's clients are made, changed and deleted. Every change is durable. */
export interface ClientStore {
  find(id: string): DialectClient | undefined
  list(): DialectClient[]
  create(metadata: DialectClient['metadata'], terms: ClientTerms): Promise<IssuedClient>
  replace(client: DialectClient, change: ClientChange): Promise<IssuedClient>
  remove(id: string): Promise<void>
  /** Whether the token manages this client. */
  isManagedBy(client: DialectClient, token: string): boolean
}

export interface ClientTerms {
  /** Seconds until the secret ends; 0 is never. */
  secretSeconds: number
  isManaged: boolean
}

interface ClientChange {
  metadata?: DialectClient['metadata']
  rotatesToken: boolean
}

export function createClientStore(state: DialectState, now: () => number): ClientStore {
  const save = async (client: DialectClient): Promise<DialectClient> => {
    await state.saveEntry('Client', client.client_id, client)
    return client
  }
  const mint = () => {
    const registration_access_token = randomBytes(32).toString('base64url')
    return { registration_access_token, sha256: digest(registration_access_token) }
  }
  return {
    find: (id) => state.readEntry('Client', id) as DialectClient | undefined,
    list: () => state.listEntries('Client') as DialectClient[],
    async create(metadata, { secretSeconds, isManaged }) {
      const issuedAt = Math.floor(now() / 1000)
      const token = isManaged ? mint() : undefined
      const client = await save({
        client_id: randomUUID(),
        client_id_issued_at: issuedAt,
        ...(needsSecret(metadata) && { client_secret: randomBytes(24).toString('base64url') }),
        client_secret_expires_at: secretSeconds === 0 ? 0 : issuedAt + secretSeconds,
        ...(token && { registration_access_token_sha256: token.sha256 }),
        metadata,
      })
      return {
        client,
        ...(token && { registration_access_token: token.registration_access_token }),
      }
    },
    async replace(client, { metadata = client.metadata, rotatesToken }) {
      const token = rotatesToken ? mint() : undefined
      const secret = client.client_secret ?? randomBytes(24).toString('base64url')
      const { client_secret: _old, ...rest } = client
      const next = await save({
        ...rest,
        ...(needsSecret(metadata) && { client_secret: secret }),
        ...(token && { registration_access_token_sha256: token.sha256 }),
        metadata,
      })
      return {
        client: next,
        ...(token && { registration_access_token: token.registration_access_token }),
      }
    },
    remove: (id) => state.removeEntry('Client', id),
    isManagedBy: (client, token) => client.registration_access_token_sha256 === digest(token),
  }
}

function needsSecret({ token_endpoint_auth_method: method }: DialectClient['metadata']): boolean {
  return method !== 'none' && method !== 'private_key_jwt'
}
