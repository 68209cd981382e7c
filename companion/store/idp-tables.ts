import type {
  IdpApiToken,
  IdpClient,
  IdpDialect,
  IdpEntry,
  IdpKey,
  IdpPublisher,
  IdpScope,
  IdpSettings,
} from './idp-records.ts'
import { MemoryKeeper } from './memory-keeper.ts'
import type { CollectionName, RecordOf } from './schema.ts'
import { Store } from './store.ts'
import { type Table, tableOf } from './table.ts'
import type { Tables } from './tables.ts'

/** What an identity provider keeps. */
export interface IdpRecords {
  clients: Table<IdpClient>
  scopes: Table<IdpScope>
  apiTokens: Table<IdpApiToken>
  settings: Table<IdpSettings>
  keys: Table<IdpKey>
  entries: Table<IdpEntry>
  dialects: Table<IdpDialect>
  publishers: Table<IdpPublisher>
}

/** An identity provider that forgets everything when it stops. */
export async function createMemoryIdpRecords(): Promise<IdpRecords> {
  return openIdpRecords(await Store.open(new MemoryKeeper()))
}

/** The tables of the embedded identity provider, in the data directory or in memory. */
export function openIdpRecords(store: {
  tables<C extends CollectionName>(...names: readonly C[]): Tables<C>
}): IdpRecords {
  const open = <C extends CollectionName>(collection: C): Table<RecordOf<C>> =>
    tableOf(store.tables(collection), collection)
  return {
    clients: open('idp_clients'),
    scopes: open('idp_scopes'),
    apiTokens: open('idp_api_tokens'),
    settings: open('idp_settings'),
    keys: open('idp_keys'),
    entries: open('idp_entries'),
    dialects: open('idp_dialects'),
    publishers: open('idp_publishers'),
  }
}
