import { createHmac, randomBytes } from 'node:crypto'
import type { ReplaySecret } from '#shared/contract/replay/attempt.ts'
import { nameVariable } from '#shared/contract/replay/set-needs.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import { replayPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { ReplaySecretRecord } from '../store/schema.ts'
import type { Table } from '../store/table.ts'
import { refuseInput } from './refuse-input.ts'

const CAPACITY = 2000

export interface ReplaySecretsDeps {
  table: Table<ReplaySecretRecord>
  /** What it opens is masked by those who use it. */
  vault: Vault
  /** Opens a secret of another room by its name, such as `registration/ID/client_secret`. */
  reveal: (name: string) => string
}

type KeepFound = (source: string, value: string) => Promise<string>

/** Secrets that were typed, pasted or imported, and that requests refer to by name. */
export interface ReplaySecrets {
  list(): ReplaySecret[]
  /** Keeps a secret under this name; an earlier one of that name is replaced. */
  keep(name: string, value: string): Promise<ReplaySecret>
  /**
   * Keeps a secret under a name made from `source`, or finds the one that is kept already.
   *
   * @returns The name.
   */
  keepFound: KeepFound
  /** Does work that keeps secrets; when it fails, those that it has added are forgotten. */
  keepAll<Result>(work: (keepFound: KeepFound) => Promise<Result>): Promise<Result>
  forget(name: string): Promise<void>
  /** The secret itself. @throws AppError `INPUT_INVALID` when none is kept under this name. */
  open: (name: string) => string
}

export function createReplaySecrets({ table, vault, reveal }: ReplaySecretsDeps): ReplaySecrets {
  const openRecord = ({ name, envelope }: ReplaySecretRecord): string =>
    vault.open(envelope, replayPlace(name))

  const seal = (name: string, value: string, source: string): ReplaySecretRecord => ({
    name,
    mask: maskSecret(value),
    created_at: new Date().toISOString(),
    source,
    envelope: vault.seal(value, replayPlace(name)),
  })

  // In memory only, and with a key of this process: opening each envelope for each secret that is found
  // would take seconds for the thousands of an import.
  const key = randomBytes(32)
  const digests = new Map<string, string>()
  const digest = (value: string): string => createHmac('sha256', key).update(value).digest('hex')
  const digestOf = (record: ReplaySecretRecord): string => {
    const known = digests.get(record.envelope) ?? digest(openRecord(record))
    digests.set(record.envelope, known)
    return known
  }

  /** The name under which a secret is kept already. */
  const findKept = (records: readonly ReplaySecretRecord[], value: string): string | undefined => {
    const mask = maskSecret(value)
    const wanted = digest(value)
    return records.find((record) => record.mask === mask && digestOf(record) === wanted)?.name
  }

  const keepFound = async (
    source: string,
    value: string,
    onAdded?: (name: string) => void,
  ): Promise<string> =>
    findKept(table.list(), value) ??
    table.transact((rows) => {
      const known = findKept(rows.list(), value)
      if (known !== undefined) return known
      assertRoom(rows.list().length)
      const name = findFreeName(source, (taken) => rows.get(taken) !== undefined)
      rows.put(name, seal(name, value, source.slice(0, 200)))
      onAdded?.(name)
      return name
    })

  return {
    list: () => table.list().map(presentReplaySecret),
    keep: (name, value) =>
      table.transact((rows) => {
        const former = rows.get(name)
        if (former) digests.delete(former.envelope)
        else assertRoom(rows.list().length)
        const record = seal(name, value, 'Typed')
        rows.put(name, record)
        return presentReplaySecret(record)
      }),
    keepFound: (source, value) => keepFound(source, value),
    async keepAll(work) {
      const added: string[] = []
      let isOver = false
      try {
        return await work(async (source, value) => {
          if (isOver) throw new Error('The work that this secret was for has failed')
          return keepFound(source, value, (name) => added.push(name))
        })
      } catch (error) {
        // Other parts of the work may still be under way.
        isOver = true
        await table.transact((rows) => {
          for (const name of added) rows.delete(name)
        })
        throw error
      }
    },
    async forget(name) {
      digests.delete(table.get(name)?.envelope ?? '')
      await table.transact((rows) => rows.delete(name))
    },
    open(name) {
      if (name.includes('/')) return reveal(name)
      const record = table.get(name)
      if (record) return openRecord(record)
      throw refuseInput(
        'secret',
        `No secret is kept under the name ${name}.`,
        `Keep it under this name, or set ${nameVariable(name)} where dcr-lab replay runs.`,
      )
    },
  }
}

/** Name, mask and source. */
export function presentReplaySecret({
  name,
  mask,
  created_at,
  source,
}: ReplaySecretRecord): ReplaySecret {
  return { name, mask, created_at, source }
}

function assertRoom(kept: number): void {
  if (kept < CAPACITY) return
  throw refuseInput(
    'secret',
    `${CAPACITY} secrets are kept already.`,
    'Delete some that no request refers to.',
  )
}

function findFreeName(source: string, isTaken: (name: string) => boolean): string {
  const stem =
    source
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'secret'
  let name = stem
  for (let number = 2; isTaken(name); number += 1) name = `${stem}-${number}`
  return name
}
