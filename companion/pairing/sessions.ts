import { AppError } from '#shared/errors/app-error.ts'
import { createNonce } from '#shared/pairing/pairing-proof.ts'
import { readSessionHeader, type SessionHeader } from '#shared/pairing/session-header.ts'
import {
  deriveSessionKeys,
  isSignatureOf,
  type SessionKeys,
  signAnswer,
} from '#shared/pairing/session-keys.ts'
import type { Caller } from './pairings.ts'
import { UsedCounters } from './used-counters.ts'

/** With more, all are ended; callers begin anew by themselves. */
const MAX_SESSIONS = 4096

/** A request that was signed in a session. */
export interface AcceptedCall {
  caller: Caller
  /** For the header of the answer. */
  answerProof: string
  /** With which its body is sealed. */
  bodyKey: CryptoKey
  counter: number
}

/**
 * Sessions of paired callers. The keys come from that of the pairing, the nonces of both sides and the
 * address that this process listens on; they are nowhere but in its memory and end with it. To begin a session
 * keeps nothing here, so a stranger cannot use up any room.
 */
export interface Sessions {
  /** @throws AppError `PAIRING_REQUIRED` for a pairing that is not known. */
  start(pairing: string, clientNonce: string): Promise<{ nonce: string; proof: string }>
  /** @returns `undefined` for a request that is not signed, or whose signature was used before. */
  accept(authorization: string, request: RequestFacts): Promise<AcceptedCall | undefined>
}

export interface RequestFacts {
  method: string
  target: string
  type: string
}

export interface SessionsDeps {
  /** Origin of the control API. */
  origin: string
  findKey: (pairing: string) => Promise<{ caller: Caller; key: string } | undefined>
}

interface Session {
  keys: SessionKeys
  counters: UsedCounters
}

export function createSessions(deps: SessionsDeps): Sessions {
  return new LiveSessions(deps)
}

class LiveSessions implements Sessions {
  readonly #deps: SessionsDeps
  readonly #sessions = new Map<string, Session>()
  #nonce = createNonce()

  constructor(deps: SessionsDeps) {
    this.#deps = deps
  }

  async start(pairing: string, clientNonce: string): ReturnType<Sessions['start']> {
    const serverNonce = this.#nonce
    const known = await this.#deps.findKey(pairing)
    if (!known)
      throw new AppError('PAIRING_REQUIRED', {
        detail: 'This companion does not know the pairing.',
        hint: 'Pair again with the code that the terminal shows.',
      })
    const { origin } = this.#deps
    const { proof } = await deriveSessionKeys({ key: known.key, clientNonce, serverNonce, origin })
    return { nonce: serverNonce, proof }
  }

  async accept(authorization: string, facts: RequestFacts): ReturnType<Sessions['accept']> {
    const header = readSessionHeader(authorization)
    if (header?.serverNonce !== this.#nonce) return undefined
    const known = await this.#deps.findKey(header.pairing)
    if (!known) return undefined
    const { keys } = this.#find(header) ?? { keys: await this.#derive(header, known.key) }
    const { counter, signature } = header
    if (!(await isSignatureOf(keys.request, { ...facts, counter }, signature))) return undefined
    if (!this.#keep(header, keys)?.counters.use(counter)) return undefined
    const answerProof = await signAnswer(keys.answer, counter)
    return { caller: known.caller, answerProof, bodyKey: keys.body, counter }
  }

  #derive({ clientNonce, serverNonce }: SessionHeader, key: string): Promise<SessionKeys> {
    return deriveSessionKeys({ key, clientNonce, serverNonce, origin: this.#deps.origin })
  }

  #find({ pairing, clientNonce }: SessionHeader): Session | undefined {
    return this.#sessions.get(`${pairing}.${clientNonce}`)
  }

  /** Two first requests at once share one session. */
  #keep(header: SessionHeader, keys: SessionKeys): Session | undefined {
    if (header.serverNonce !== this.#nonce) return undefined
    const kept = this.#find(header)
    if (kept) return kept
    if (this.#sessions.size >= MAX_SESSIONS) {
      // Their used numbers are forgotten with them, so none of their signatures may count again.
      this.#sessions.clear()
      this.#nonce = createNonce()
      return undefined
    }
    const session = { keys, counters: new UsedCounters() }
    this.#sessions.set(`${header.pairing}.${header.clientNonce}`, session)
    return session
  }
}
