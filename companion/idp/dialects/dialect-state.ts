import { createHash, randomBytes } from 'node:crypto'
import type { Vault } from '../../secrets/vault.ts'
import type { IdpDialect, IdpEntry } from '../../store/idp-records.ts'
import type { IdpRecords } from '../../store/idp-tables.ts'
import type { Table } from '../../store/table.ts'

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
  useInitialToken(token: string): Promise<TokenProblem | undefined>
  /** Counts nothing. @returns Why the token is no good, or nothing. */
  checkInitialToken(token: string): TokenProblem | undefined
  hasInitialToken(token: string): boolean
  removeInitialToken: (token: string) => Promise<void>
  readEntry: (model: string, id: string) => unknown
  listEntries: (model: string) => unknown[]
  saveEntry(model: string, id: string, value: unknown): Promise<void>
  /**
   * Replaces an entry by what `edit` makes of the newest one; `undefined` deletes it.
   *
   * @returns `undefined` when there is no such entry, or when `edit` has deleted it.
   */
  changeEntry<T>(
    model: string,
    id: string,
    edit: (newest: T) => T | undefined,
  ): Promise<T | undefined>
  removeEntry(model: string, id: string): Promise<void>
}

export type TokenProblem = 'unknown' | 'expired' | 'used_up'

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
  const change = (edit: (newest: IdpDialect) => Partial<IdpDialect>): Promise<void> =>
    records.dialects.transact((rows) => {
      const newest = rows.get(id) ?? blank
      rows.put(id, { ...newest, ...edit(newest) })
    })

  return {
    scopes: () => read().scopes,
    saveScope: (name, isDefault) =>
      change(({ scopes }) => ({
        scopes: [...scopes.filter((scope) => scope.name !== name), { name, default: isDefault }],
      })),
    removeScope: (name) =>
      change(({ scopes }) => ({ scopes: scopes.filter((scope) => scope.name !== name) })),
    grants: () => read().client_grants,
    addGrant: (grant) =>
      change(({ client_grants }) => ({ client_grants: [...client_grants, grant] })),
    addInitialToken: (token, { uses, seconds }) =>
      change(({ initial_tokens }) => ({
        initial_tokens: [
          ...initial_tokens,
          {
            id: randomBytes(9).toString('base64url'),
            token_sha256: digest(token),
            ...(uses !== undefined && { remaining: uses }),
            ...(seconds !== undefined && {
              expires_at: new Date(now() + seconds * 1000).toISOString(),
            }),
          },
        ],
      })),
    useInitialToken: (token) =>
      records.dialects.transact((rows) => {
        const newest = rows.get(id) ?? blank
        const found = findToken(newest, token)
        const problem = judgeToken(found, now())
        if (problem || found?.remaining === undefined) return problem
        const { remaining } = found
        const initial_tokens = newest.initial_tokens.map((entry) =>
          entry.id === found.id ? { ...entry, remaining: remaining - 1 } : entry,
        )
        rows.put(id, { ...newest, initial_tokens })
        return undefined
      }),
    checkInitialToken: (token) => judgeToken(findToken(read(), token), now()),
    hasInitialToken: (token) => findToken(read(), token) !== undefined,
    removeInitialToken: (token) =>
      change(({ initial_tokens }) => ({
        initial_tokens: initial_tokens.filter(({ token_sha256 }) => token_sha256 !== digest(token)),
      })),
    ...openEntries(records.entries, vault, id),
  }
}

function findToken({ initial_tokens }: IdpDialect, token: string) {
  return initial_tokens.find(({ token_sha256 }) => token_sha256 === digest(token))
}

function judgeToken(found: ReturnType<typeof findToken>, now: number): TokenProblem | undefined {
  if (!found) return 'unknown'
  const { expires_at, remaining } = found
  if (expires_at !== undefined && Date.parse(expires_at) <= now) return 'expired'
  return remaining !== undefined && remaining <= 0 ? 'used_up' : undefined
}

type Entries = Pick<
  DialectState,
  'readEntry' | 'listEntries' | 'saveEntry' | 'changeEntry' | 'removeEntry'
>

function openEntries(records: Table<IdpEntry>, vault: Vault, dialect: string): Entries {
  const keyOf = (model: string, key: string): string => `${dialect}/${model}/${key}`
  const place = (id: string) => ({ collection: 'idp_entries', id, field: 'sealed' })
  const open = ({ id, sealed }: IdpEntry): unknown => JSON.parse(vault.open(sealed, place(id)))
  const seal = (id: string, value: unknown): IdpEntry => ({
    id,
    sealed: vault.seal(JSON.stringify(value), place(id)),
  })
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
      const entry = seal(keyOf(model, key), value)
      await records.transact((rows) => rows.put(entry.id, entry))
    },
    changeEntry(model, key, edit) {
      const id = keyOf(model, key)
      return records.transact((rows) => {
        const newest = rows.get(id)
        if (!newest) return undefined
        const next = edit(open(newest) as never)
        if (next === undefined) rows.delete(id)
        else rows.put(id, seal(id, next))
        return next as never
      })
    },
    removeEntry: (model, key) => records.transact((rows) => rows.delete(keyOf(model, key))),
  }
}

export function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
