import { createHash, randomBytes } from 'node:crypto'
import type { Vault } from '../../secrets/vault.ts'
import type { IdpDialect, IdpEntry, IdpRecords } from '../../store/idp-records.ts'
import type { Records } from '../../store/records.ts'

/** What a dialect keeps: how it is set up, and sealed entries by model, such as its clients. */
export interface DialectState {
  scopes(): readonly { name: string; default: boolean }[]
  saveScope: (name: string, isDefault: boolean) => Promise<void>
  removeScope: (name: string) => Promise<void>
  grants(): IdpDialect['client_grants']
  addGrant(grant: IdpDialect['client_grants'][number]): Promise<void>
  /** Keeps a token's digest. */
  addInitialToken(token: string, limits: TokenLimits): Promise<void>
  /** Counts one use. @returns Why the token is no good, or nothing. */
  useInitialToken(token: string): Promise<'unknown' | 'expired' | 'used_up' | undefined>
  hasInitialToken(token: string): boolean
  removeInitialToken: (token: string) => Promise<void>
  readEntry: (model: string, id: string) => unknown
  listEntries: (model: string) => unknown[]
  saveEntry(model: string, id: string, value: unknown): Promise<void>
  removeEntry(model: string, id: string): Promise<void>
}

interface TokenLimits {
  /** How many registrations it is good for; left out is any number. */
  uses?: number
  seconds?: number
}

export interface DialectStateDeps {
  records: Pick<IdpRecords, 'entries' | 'dialects'>
  vault: Vault
  id: string
  /** Milliseconds since the epoch. */
  now: () => number
}

export function openDialectState({ records, vault, id, now }: DialectStateDeps): DialectState {
  const blank: IdpDialect = { id, scopes: [], client_grants: [], initial_tokens: [] }
  const read = (): IdpDialect => records.dialects.get(id) ?? blank
  const save = (change: Partial<IdpDialect>): Promise<void> =>
    records.dialects.put(id, { ...read(), ...change })
  const find = (token: string) =>
    read().initial_tokens.find(({ token_sha256 }) => token_sha256 === digest(token))

  return {
    scopes: () => read().scopes,
    saveScope: (name, isDefault) =>
      save({
        scopes: [
          ...read().scopes.filter((scope) => scope.name !== name),
          { name, default: isDefault },
        ],
      }),
    removeScope: (name) => save({ scopes: read().scopes.filter((scope) => scope.name !== name) }),
    grants: () => read().client_grants,
    addGrant: (grant) => save({ client_grants: [...read().client_grants, grant] }),
    addInitialToken: (token, { uses, seconds }) =>
      save({
        initial_tokens: [
          ...read().initial_tokens,
          {
            id: randomBytes(9).toString('base64url'),
            token_sha256: digest(token),
            ...(uses !== undefined && { remaining: uses }),
            ...(seconds !== undefined && {
              expires_at: new Date(now() + seconds * 1000).toISOString(),
            }),
          },
        ],
      }),
    async useInitialToken(token) {
      const found = find(token)
      if (!found) return 'unknown'
      if (found.expires_at !== undefined && Date.parse(found.expires_at) <= now()) return 'expired'
      const { remaining } = found
      if (remaining === undefined) return undefined
      if (remaining <= 0) return 'used_up'
      await save({
        initial_tokens: read().initial_tokens.map((entry) =>
          entry.id === found.id ? { ...entry, remaining: remaining - 1 } : entry,
        ),
      })
      return undefined
    },
    hasInitialToken: (token) => find(token) !== undefined,
    removeInitialToken: (token) =>
      save({
        initial_tokens: read().initial_tokens.filter(
          ({ token_sha256 }) => token_sha256 !== digest(token),
        ),
      }),
    ...openEntries(records.entries, vault, id),
  }
}

type Entries = Pick<DialectState, 'readEntry' | 'listEntries' | 'saveEntry' | 'removeEntry'>

function openEntries(records: Records<IdpEntry>, vault: Vault, dialect: string): Entries {
  const keyOf = (model: string, key: string): string => `${dialect}/${model}/${key}`
  const place = (id: string) => ({ collection: 'idp_entries', id, field: 'sealed' })
  const open = ({ id, sealed }: IdpEntry): unknown => JSON.parse(vault.open(sealed, place(id)))
  return {
    readEntry(model, key) {
      const entry = records.get(keyOf(model, key))
      return entry && open(entry)
    },
    listEntries: (model) =>
      records
        .list()
        .filter(({ id }) => id.startsWith(keyOf(model, '')))
        .map(open),
    async saveEntry(model, key, value) {
      const id = keyOf(model, key)
      await records.put(id, { id, sealed: vault.seal(JSON.stringify(value), place(id)) })
    },
    removeEntry: (model, key) => records.delete(keyOf(model, key)),
  }
}

export function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
