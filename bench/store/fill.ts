// Fills a data directory with registrations, each with a sealed secret and token of its own. Arguments:
// the data directory, the key file, how many.
import { randomBytes, randomUUID } from 'node:crypto'
import { openVault } from '../../companion/secrets/open-vault.ts'
import type { RegistrationRecord } from '../../companion/store/schema.ts'
import { Store } from '../../companion/store/store.ts'

const AT_ONCE = 1_000
const HOST = 'https://idp.example'
const SCOPES = Array.from({ length: 4 }, (_none, at) => `orders:part-${at}`).join(' ')

const [directory = '', keyFile = '', amount = '0'] = process.argv.slice(2)
const store = await Store.open(directory)
const vault = await openVault(store.tables('meta'), keyFile)
const tables = store.tables('registrations')
for (let done = 0; done < Number(amount); done += AT_ONCE)
  await tables.transact((transaction) => {
    for (let at = done; at < Math.min(done + AT_ONCE, Number(amount)); at += 1) {
      const record = makeRegistration(at)
      transaction.put('registrations', record.id, record)
    }
  })
await store.close()

function makeRegistration(at: number): RegistrationRecord {
  const id = randomUUID()
  const place = (field: string) => ({ collection: 'registrations', id, field })
  const metadata = {
    client_name: `Client ${at}`,
    redirect_uris: [`https://app-${at}.example/callback`],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: SCOPES,
  }
  return {
    id,
    state: 'active',
    origin: 'test',
    provider: 'keycloak',
    idp_host: HOST,
    registration_endpoint: `${HOST}/register`,
    client_id: `client-${at}`,
    client_name: metadata.client_name,
    asked: metadata,
    granted: { ...metadata, client_id: `client-${at}`, client_secret_expires_at: 0 },
    client_secret: vault.seal(randomBytes(24).toString('base64url'), place('client_secret')),
    client_secret_mask: '…wxyz',
    registration_access_token: vault.seal(
      randomBytes(32).toString('base64url'),
      place('registration_access_token'),
    ),
    registration_client_uri: `${HOST}/register/client-${at}`,
    is_secret_shown: true,
    created_at: new Date(Date.UTC(2026, 0, 1) + at * 1_000).toISOString(),
  }
}
