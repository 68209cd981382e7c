import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Pairing } from '#shared/contract/endpoints/pairing-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import {
  createNonce,
  createPairingCode,
  createPairingProof,
  derivePairingKey,
  type PairingSecrets,
} from '#shared/pairing/pairing-proof.ts'
import { deriveProgramIdentity } from '#shared/pairing/program-identity.ts'
import type { SecretPlace, Vault } from '../secrets/vault.ts'
import type { PairingRecord } from '../store/schema.ts'
import type { Tables } from '../store/tables.ts'
import { MAX_WRONG_CODES, WrongCodeLimit } from './wrong-code-limit.ts'

export interface PairingAnswer {
  name: string
  client_nonce: string
  server_nonce: string
  proof: string
}

/** Who a request comes from. */
export interface Caller {
  id: string
  /** The extension's origin, where it sent one while it was paired. */
  origin?: string | undefined
}

/**
 * The pairings of this companion. A code serves one pairing and allows five wrong answers; with 60 random
 * bits it needs no expiry. Both sides derive a key from it that is never sent, and sealed on the disk.
 */
export interface Pairings {
  /** The code to show to the person at the terminal. */
  code(): string
  challenge(clientNonce: string): Promise<{ nonce: string; proof: string }>
  /**
   * @throws AppError `PAIRING_REFUSED`; `PAIRING_LOCKED` when five wrong answers have ended the code;
   * `PAIRING_SLOWED` for wrong answers beyond those that count.
   */
  create(answer: PairingAnswer, origin: string | undefined): Promise<{ pairing: Pairing }>
  list(): Pairing[]
  /** @throws AppError `RECORD_NOT_FOUND`. */
  remove(id: string): Promise<void>
  /** Ends pairings of earlier versions, whose tokens went to any program that held the port. */
  removeOutdated(): Promise<void>
  /** The key of a pairing, or of a program that was given a token of this process. */
  findKey(pairing: string): Promise<{ caller: Caller; key: string } | undefined>
  /** A program that sends its token as it is, as `curl` does. */
  findProgram(token: string): Caller | undefined
}

export interface PairingsDeps {
  tables: Tables<'pairings'>
  vault: Vault
  /** Origin of the control API. */
  origin: string
  /** Tokens that are valid in this process only: those of the command line and of tests. */
  sessionTokens: readonly string[]
  onNewCode: (code: string) => void
  onRemoved: (id: string) => void
  /** Milliseconds; default is the machine's clock. */
  now?: () => number
}

export function createPairings(deps: PairingsDeps): Pairings {
  return new KeptPairings(deps)
}

/** A code, and the companion's nonce for everyone who asks while it is good. */
interface OpenCode {
  code: string
  nonce: string
  wrongAnswers: number
}

const PROGRAM: Caller = { id: 'session' }

class KeptPairings implements Pairings {
  readonly #deps: PairingsDeps
  readonly #programs: ReadonlySet<string>
  readonly #programKeys: Promise<ReadonlyMap<string, string>>
  readonly #limit: WrongCodeLimit
  #open = openCode()

  constructor(deps: PairingsDeps) {
    this.#deps = deps
    this.#programs = new Set(deps.sessionTokens.map(hashToken))
    this.#programKeys = derivePrograms(deps.sessionTokens)
    this.#limit = new WrongCodeLimit(deps.now ?? Date.now)
  }

  code(): string {
    return this.#open.code
  }

  async challenge(clientNonce: string): Promise<{ nonce: string; proof: string }> {
    const { nonce } = this.#open
    const secrets = this.#secrets(clientNonce)
    return { nonce, proof: await createPairingProof({ ...secrets, prover: 'companion' }) }
  }

  async create(answer: PairingAnswer, origin: string | undefined): ReturnType<Pairings['create']> {
    const open = this.#open
    if (answer.server_nonce !== open.nonce) this.#refuseStale()
    const secrets = this.#secrets(answer.client_nonce)
    const expected = await createPairingProof({ ...secrets, prover: 'extension' })
    // Nothing is awaited from here until the code is replaced: of many answers at once, one is the first.
    if (open !== this.#open) this.#refuseStale()
    if (!isEqual(expected, answer.proof)) this.#refuse()
    this.#renewCode()
    const key = await derivePairingKey(secrets)
    const id = randomUUID()
    const record: PairingRecord = {
      id,
      name: answer.name,
      created_at: new Date().toISOString(),
      key: this.#deps.vault.seal(key, keyPlace(id)),
      ...(origin !== undefined && { origin }),
    }
    await this.#deps.tables.transact((transaction) => transaction.put('pairings', id, record))
    return { pairing: presentPairing(record) }
  }

  list(): Pairing[] {
    return this.#deps.tables.records('pairings').list().map(presentPairing)
  }

  async remove(id: string): Promise<void> {
    await this.#deps.tables.transact((transaction) => {
      transaction.require('pairings', id)
      transaction.delete('pairings', id)
    })
    this.#deps.onRemoved(id)
  }

  async removeOutdated(): Promise<void> {
    const outdated = this.#deps.tables
      .records('pairings')
      .list()
      .filter(({ key }) => key === undefined)
    if (outdated.length === 0) return
    await this.#deps.tables.transact((transaction) => {
      for (const { id } of outdated) transaction.delete('pairings', id)
    })
  }

  async findKey(pairing: string): ReturnType<Pairings['findKey']> {
    const record = this.#deps.tables.records('pairings').get(pairing)
    if (record?.key !== undefined)
      return { caller: record, key: this.#deps.vault.open(record.key, keyPlace(record.id)) }
    const key = (await this.#programKeys).get(pairing)
    return key === undefined ? undefined : { caller: PROGRAM, key }
  }

  findProgram(token: string): Caller | undefined {
    return this.#programs.has(hashToken(token)) ? PROGRAM : undefined
  }

  #secrets(clientNonce: string): PairingSecrets {
    const { code, nonce: serverNonce } = this.#open
    return { code, clientNonce, serverNonce, origin: this.#deps.origin }
  }

  /** Says nothing about the present code, so it is no guess at it. */
  #refuseStale(): never {
    throw new AppError('PAIRING_REFUSED', {
      detail: 'The code was used or replaced meanwhile.',
      hint: 'Type the code that the terminal shows now.',
    })
  }

  #refuse(): never {
    if (!this.#limit.count())
      throw new AppError('PAIRING_SLOWED', {
        detail: 'Too many wrong codes were sent; this one was not counted.',
        hint: 'Type the newest code that the terminal shows: the right one pairs at any time.',
      })
    this.#open.wrongAnswers += 1
    if (this.#open.wrongAnswers < MAX_WRONG_CODES)
      throw new AppError('PAIRING_REFUSED', {
        hint: 'Read the code again; capitals and hyphens do not matter.',
      })
    this.#renewCode()
    throw new AppError('PAIRING_LOCKED', {
      detail: 'Five wrong codes: that code is void.',
      hint: 'Type the new code that the terminal shows now.',
    })
  }

  #renewCode(): void {
    this.#open = openCode()
    this.#deps.onNewCode(this.#open.code)
  }
}

function openCode(): OpenCode {
  return { code: createPairingCode(), nonce: createNonce(), wrongAnswers: 0 }
}

async function derivePrograms(tokens: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const identities = await Promise.all(tokens.map(deriveProgramIdentity))
  return new Map(identities.map(({ pairing, key }) => [pairing, key]))
}

function keyPlace(id: string): SecretPlace {
  return { collection: 'pairings', id, field: 'key' }
}

/** Without the key and the origin. */
export function presentPairing({ id, name, created_at }: PairingRecord): Pairing {
  return { id, name, created_at }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function isEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
