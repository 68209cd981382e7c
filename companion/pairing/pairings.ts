import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Pairing } from '#shared/contract/endpoints/pairing-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import {
  createNonce,
  createPairingCode,
  createPairingProof,
  type PairingProofInput,
} from '#shared/pairing/pairing-proof.ts'
import type { PairingRecord } from '../store/schema.ts'
import type { Tables } from '../store/tables.ts'

const MAX_WRONG_CODES = 5
const MAX_OPEN_CHALLENGES = 20

export interface PairingAnswer {
  name: string
  client_nonce: string
  server_nonce: string
  proof: string
}

/** Who a token belongs to. */
export interface Caller {
  id: string
  /** The extension's origin, where it sent one while it was paired. */
  origin?: string | undefined
}

/**
 * The pairings of this companion. A code serves one pairing and allows five wrong answers; with 60 random
 * bits it needs no expiry. Tokens are stored as SHA-256 hashes only.
 */
export interface Pairings {
  /** The code to show to the person at the terminal. */
  code(): string
  challenge(clientNonce: string): Promise<{ nonce: string; proof: string }>
  /**
   * @throws AppError `PAIRING_REFUSED`, or `PAIRING_LOCKED` when too many wrong answers have ended the code.
   */
  create(
    answer: PairingAnswer,
    origin: string | undefined,
  ): Promise<{ pairing: Pairing; token: string }>
  list(): Pairing[]
  /** @throws AppError `RECORD_NOT_FOUND`. */
  remove(id: string): Promise<void>
  findCaller(token: string): Caller | undefined
}

export interface PairingsDeps {
  tables: Tables<'pairings'>
  /** Tokens that are valid in this process only: those of the command line and of tests. */
  sessionTokens: readonly string[]
  onNewCode: (code: string) => void
  onRemoved: (id: string) => void
}

export function createPairings(deps: PairingsDeps): Pairings {
  return new KeptPairings(deps)
}

class KeptPairings implements Pairings {
  readonly #deps: PairingsDeps
  readonly #sessions: ReadonlySet<string>
  readonly #challenges = new Map<string, string>()
  #code = createPairingCode()
  #wrongCodes = 0

  constructor(deps: PairingsDeps) {
    this.#deps = deps
    this.#sessions = new Set(deps.sessionTokens.map(hashToken))
  }

  code(): string {
    return this.#code
  }

  async challenge(clientNonce: string): Promise<{ nonce: string; proof: string }> {
    const serverNonce = createNonce()
    this.#challenges.set(serverNonce, clientNonce)
    for (const oldest of this.#challenges.keys()) {
      if (this.#challenges.size <= MAX_OPEN_CHALLENGES) break
      this.#challenges.delete(oldest)
    }
    const proof = await this.#prove('companion', { clientNonce, serverNonce })
    return { nonce: serverNonce, proof }
  }

  async create(answer: PairingAnswer, origin: string | undefined): ReturnType<Pairings['create']> {
    const { client_nonce: clientNonce, server_nonce: serverNonce } = answer
    const isOurs = this.#challenges.get(serverNonce) === clientNonce
    this.#challenges.delete(serverNonce)
    const expected = await this.#prove('extension', { clientNonce, serverNonce })
    if (!isOurs || !isEqual(expected, answer.proof)) this.#refuse()
    const token = randomBytes(32).toString('base64url')
    const record: PairingRecord = {
      id: randomUUID(),
      name: answer.name,
      created_at: new Date().toISOString(),
      token_sha256: hashToken(token),
      ...(origin !== undefined && { origin }),
    }
    this.#renewCode()
    await this.#deps.tables.transact((transaction) =>
      transaction.put('pairings', record.id, record),
    )
    return { pairing: presentPairing(record), token }
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

  findCaller(token: string): Caller | undefined {
    const hash = hashToken(token)
    if (this.#sessions.has(hash)) return { id: 'session' }
    return this.#deps.tables
      .records('pairings')
      .list()
      .find((record) => isEqual(record.token_sha256, hash))
  }

  #prove(prover: PairingProofInput['prover'], nonces: Nonces): Promise<string> {
    return createPairingProof({ code: this.#code, prover, ...nonces })
  }

  #refuse(): never {
    this.#wrongCodes += 1
    if (this.#wrongCodes < MAX_WRONG_CODES)
      throw new AppError('PAIRING_REFUSED', {
        hint: 'Read the code again; capitals and hyphens do not matter.',
      })
    this.#renewCode()
    throw new AppError('PAIRING_LOCKED', {
      detail: 'Five wrong codes: that code is void.',
      hint: 'Type the new code that the terminal shows now.',
    })
  }

  /** Replaces the code before anything is awaited: two answers at the same time must not share a code. */
  #renewCode(): void {
    this.#code = createPairingCode()
    this.#wrongCodes = 0
    this.#challenges.clear()
    this.#deps.onNewCode(this.#code)
  }
}

type Nonces = Pick<PairingProofInput, 'clientNonce' | 'serverNonce'>

/** Without the hash of the token and the origin. */
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
