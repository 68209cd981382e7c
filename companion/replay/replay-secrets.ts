import { createHmac, randomBytes } from 'node:crypto'
import type { ReplaySecret } from '#shared/contract/replay/attempt.ts'
import { nameVariable } from '#shared/contract/replay/set-needs.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import { replayPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { ReplaySecretRecord } from '../store/schema.ts'
import type { Rows, Table } from '../store/table.ts'
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

export function createReplaySecrets(deps: ReplaySecretsDeps): ReplaySecrets {
  return new KeptReplaySecrets(deps)
}

class KeptReplaySecrets implements ReplaySecrets {
  readonly #deps: ReplaySecretsDeps
  // In memory only, and with a key of this process: opening each envelope for each secret that is found
  // would take seconds for the thousands of an import.
  readonly #key = randomBytes(32)
  readonly #digests = new Map<string, string>()

  constructor(deps: ReplaySecretsDeps) {
    this.#deps = deps
  }

  list(): ReplaySecret[] {
    return this.#deps.table.list().map(presentReplaySecret)
  }

  keep(name: string, value: string): Promise<ReplaySecret> {
    return this.#deps.table.transact((rows) => {
      const former = rows.get(name)
      if (former) this.#digests.delete(former.envelope)
      else assertRoom(rows.list().length)
      const record = this.#seal(name, value, 'Typed')
      rows.put(name, record)
      return presentReplaySecret(record)
    })
  }

  readonly keepFound: KeepFound = (source, value) => this.#keepFound(source, value)

  async keepAll<Result>(work: (keepFound: KeepFound) => Promise<Result>): Promise<Result> {
    const added: string[] = []
    let isOver = false
    try {
      return await work(async (source, value) => {
        if (isOver) throw new Error('The work that this secret was for has failed')
        return this.#keepFound(source, value, (name) => added.push(name))
      })
    } catch (error) {
      // Other parts of the work may still be under way.
      isOver = true
      await this.#deps.table.transact((rows) => added.forEach((name) => this.#remove(rows, name)))
      throw error
    }
  }

  async forget(name: string): Promise<void> {
    await this.#deps.table.transact((rows) => this.#remove(rows, name))
  }

  readonly open = (name: string): string => {
    if (name.includes('/')) return this.#deps.reveal(name)
    const record = this.#deps.table.get(name)
    if (record) return this.#openRecord(record)
    throw refuseInput(
      'secret',
      `No secret is kept under the name ${name}.`,
      `Keep it under this name, or set ${nameVariable(name)} where dcr-lab replay runs.`,
    )
  }

  async #keepFound(
    source: string,
    value: string,
    onAdded?: (name: string) => void,
  ): Promise<string> {
    const { table } = this.#deps
    const kept = this.#findKept(table.list(), value)
    if (kept !== undefined) return kept
    return table.transact((rows) => {
      const known = this.#findKept(rows.list(), value)
      if (known !== undefined) return known
      assertRoom(rows.list().length)
      const name = findFreeName(source, (taken) => rows.get(taken) !== undefined)
      rows.put(name, this.#seal(name, value, source.slice(0, 200)))
      onAdded?.(name)
      return name
    })
  }

  /** The name under which a secret is kept already. */
  #findKept(records: readonly ReplaySecretRecord[], value: string): string | undefined {
    const mask = maskSecret(value)
    const wanted = this.#digest(value)
    return records.find((record) => record.mask === mask && this.#digestOf(record) === wanted)?.name
  }

  #digestOf(record: ReplaySecretRecord): string {
    const known = this.#digests.get(record.envelope) ?? this.#digest(this.#openRecord(record))
    this.#digests.set(record.envelope, known)
    return known
  }

  #digest(value: string): string {
    return createHmac('sha256', this.#key).update(value).digest('hex')
  }

  #openRecord({ name, envelope }: ReplaySecretRecord): string {
    return this.#deps.vault.open(envelope, replayPlace(name))
  }

  #seal(name: string, value: string, source: string): ReplaySecretRecord {
    return {
      name,
      mask: maskSecret(value),
      created_at: new Date().toISOString(),
      source,
      envelope: this.#deps.vault.seal(value, replayPlace(name)),
    }
  }

  #remove(rows: Rows<ReplaySecretRecord>, name: string): void {
    this.#digests.delete(rows.get(name)?.envelope ?? '')
    rows.delete(name)
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
