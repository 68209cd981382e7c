import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Table } from '../../../store/table.ts'
import type { SecretPlace, Vault } from '../../../secrets/vault.ts'
import type { IdpClient } from '../../../store/idp-records.ts'
import type { ClientSettings } from './client-request.ts'
import { OktaApiError } from './okta-errors.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const WITH_SECRET = new Set(['client_secret_basic', 'client_secret_post', 'client_secret_jwt'])

/** The organisation's clients: Applications in Okta's console. */
export interface OktaClients {
  list(): readonly IdpClient[]
  find(id: string): IdpClient | undefined
  create(settings: ClientSettings, nowMs: number): Promise<IdpClient>
  replace(client: IdpClient, settings: ClientSettings): Promise<IdpClient>
  renewSecret(client: IdpClient): Promise<IdpClient>
  remove(id: string): Promise<void>
  readSecret(client: IdpClient): string | undefined
  hasSecret(client: IdpClient, secret: string): boolean
}

export function createOktaClients(records: Table<IdpClient>, vault: Vault): OktaClients {
  async function save(client: IdpClient): Promise<IdpClient> {
    await records.transact((rows) => rows.put(client.client_id, client))
    return client
  }

  function change(id: string, edit: (newest: IdpClient) => IdpClient): Promise<IdpClient> {
    return records.transact((rows) => {
      const newest = rows.get(id)
      if (!newest) throw new OktaApiError('E0000007', `: ${id} (PublicClientApp)`)
      const next = edit(newest)
      rows.put(id, next)
      return next
    })
  }

  function sealFreshSecret(id: string): string {
    return vault.seal(createText(40), secretPlace(id))
  }

  function readSecret(client: IdpClient): string | undefined {
    const sealed = client.client_secret
    return sealed === undefined ? undefined : vault.open(sealed, secretPlace(client.client_id))
  }

  return {
    list: () => records.list(),
    find: (id) => records.get(id),
    create(settings, nowMs) {
      const client_id = `0oa${createText(17)}`
      return save({
        ...settings,
        client_id,
        client_id_issued_at: Math.floor(nowMs / 1000),
        ...(needsSecret(settings) && { client_secret: sealFreshSecret(client_id) }),
      })
    },
    replace: ({ client_id }, settings) =>
      change(client_id, ({ client_id_issued_at, client_secret }) => ({
        ...settings,
        client_id,
        client_id_issued_at,
        ...(needsSecret(settings) && {
          client_secret: client_secret ?? sealFreshSecret(client_id),
        }),
      })),
    renewSecret: ({ client_id }) =>
      change(client_id, (newest) => ({ ...newest, client_secret: sealFreshSecret(client_id) })),
    remove: (id) => records.transact((rows) => rows.delete(id)),
    readSecret,
    hasSecret(client, secret) {
      const [wanted, sent] = [Buffer.from(readSecret(client) ?? ''), Buffer.from(secret)]
      return wanted.length > 0 && wanted.length === sent.length && timingSafeEqual(wanted, sent)
    },
  }
}

function needsSecret({ token_endpoint_auth_method }: ClientSettings): boolean {
  return WITH_SECRET.has(token_endpoint_auth_method)
}

function secretPlace(id: string): SecretPlace {
  return { collection: 'idp_clients', id, field: 'client_secret' }
}

/** Letters and digits as in Okta's ids and secrets; bytes that would favour some are drawn again. */
function createText(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % 62)
    }
  }
  return text
}
