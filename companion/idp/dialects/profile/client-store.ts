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
  /**
   * @param client - As it was when the token of the caller was checked.
   * @returns `undefined` when another call has replaced that token since, or deleted the client.
   */
  replace(client: DialectClient, change: ClientChange): Promise<IssuedClient | undefined>
  /** @returns Whether the client was still there, with that token. */
  remove(client: DialectClient): Promise<boolean>
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

/** How a dialect's tokens and secrets look where they are not the common ones. */
export interface StoreFormats {
  mintToken?: () => string
  /** Bytes of chance in a secret. */
  secretBytes?: number
}

export function createClientStore(
  state: DialectState,
  now: () => number,
  { mintToken, secretBytes = 24 }: StoreFormats = {},
): ClientStore {
  const mint = (): ReturnType<typeof describeToken> =>
    describeToken(mintToken?.() ?? randomBytes(32).toString('base64url'))
  const mintSecret = (): string => randomBytes(secretBytes).toString('base64url')
  return {
    find: (id) => state.readEntry('Client', id) as DialectClient | undefined,
    list: () => state.listEntries('Client') as DialectClient[],
    async create(metadata, { secretSeconds, isManaged }) {
      const issuedAt = Math.floor(now() / 1000)
      const token = isManaged ? mint() : undefined
      const client = {
        client_id: randomUUID(),
        client_id_issued_at: issuedAt,
        ...(needsSecret(metadata) && { client_secret: mintSecret() }),
        client_secret_expires_at: secretSeconds === 0 ? 0 : issuedAt + secretSeconds,
        ...(token && { registration_access_token_sha256: token.sha256 }),
        metadata,
      }
      await state.saveEntry('Client', client.client_id, client)
      return {
        client,
        ...(token && { registration_access_token: token.registration_access_token }),
      }
    },
    async replace(client, { metadata, rotatesToken }) {
      const token = rotatesToken ? mint() : undefined
      const fresh = mintSecret()
      const next = await changeOwn(
        state,
        client,
        ({ client_secret: secret = fresh, ...newest }) => {
          const granted = metadata ?? newest.metadata
          return {
            ...newest,
            ...(needsSecret(granted) && { client_secret: secret }),
            ...(token && { registration_access_token_sha256: token.sha256 }),
            metadata: granted,
          }
        },
      )
      return (
        next && {
          client: next,
          ...(token && { registration_access_token: token.registration_access_token }),
        }
      )
    },
    remove: (client) => removeOwn(state, client),
    isManagedBy: (client, token) => client.registration_access_token_sha256 === digest(token),
  }
}

function describeToken(registration_access_token: string): {
  registration_access_token: string
  sha256: string
} {
  return { registration_access_token, sha256: digest(registration_access_token) }
}

async function removeOwn(state: DialectState, client: DialectClient): Promise<boolean> {
  let isRemoved = false
  await changeOwn(state, client, () => {
    isRemoved = true
    return undefined
  })
  return isRemoved
}

/** The token of a client that was read before may be another one by now: then nothing is changed. */
async function changeOwn(
  state: DialectState,
  { client_id, registration_access_token_sha256: sha256 }: DialectClient,
  edit: (newest: DialectClient) => DialectClient | undefined,
): Promise<DialectClient | undefined> {
  const other = Symbol('another token')
  const next = await state
    .changeEntry<DialectClient>('Client', client_id, (newest) => {
      if (newest.registration_access_token_sha256 !== sha256) throw other
      return edit(newest)
    })
    .catch((thrown: unknown) => {
      if (thrown !== other) throw thrown
      return undefined
    })
  return next
}

function needsSecret({ token_endpoint_auth_method: method }: DialectClient['metadata']): boolean {
  return !['none', 'private_key_jwt', 'tls_client_auth'].includes(String(method))
}
