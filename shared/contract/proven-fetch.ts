import { AppError } from '../errors/app-error.ts'
import { createNonce } from '../pairing/pairing-proof.ts'
import type { Identity } from '../pairing/program-identity.ts'
import { sealBody, SEALED_FILE, SEALED_JSON } from '../pairing/sealed-body.ts'
import { writeSessionHeader } from '../pairing/session-header.ts'
import {
  ANSWER_PROOF_HEADER,
  deriveSessionKeys,
  type SessionKeys,
  signAnswer,
  signCall,
} from '../pairing/session-keys.ts'
import { createApiClient } from './api-client.ts'

/** A port that takes the question and never answers must not hold everything else up. */
const PROOF_MS = 10_000

export interface ProvenFetchOptions extends Identity {
  /** Origin of the control API, such as `http://127.0.0.1:8790`. */
  origin: string
  fetch?: typeof fetch | undefined
}

interface Session {
  keys: SessionKeys
  clientNonce: string
  serverNonce: string
  counter: number
}

interface Call {
  url: URL
  init: RequestInit
}

/**
 * A `fetch` for the control API. Before the first request, and again after every failure, the listener has
 * to prove to be the companion. What is sent then is signed, and its body sealed, with keys that live in that
 * companion's process only: for any other program that gets it, now or later, it is noise. An answer counts
 * only when it is signed, too.
 *
 * @throws AppError `COMPANION_UNPROVEN`, `PAIRING_REQUIRED`, `COMPANION_UNREACHABLE`.
 */
export function createProvenFetch(options: ProvenFetchOptions): typeof fetch {
  let session: Promise<Session> | undefined

  /** @returns The answer of the companion; the status of one that does not come from it. */
  async function attempt(call: Call): Promise<Response | number> {
    session ??= greet(options)
    const opening = session
    const answer = await opening
      .then((opened) => send(options, opened, call))
      .catch((error: unknown) => {
        if (session === opening) session = undefined
        throw error
      })
    if (typeof answer === 'number' && session === opening) session = undefined
    return answer
  }

  return async (input, init = {}) => {
    const call = { url: new URL(input instanceof Request ? input.url : input), init }
    const first = await attempt(call)
    // A companion that has started anew does not know the session; it proves itself and gets the call again.
    const answer = first === 401 ? await attempt(call) : first
    if (typeof answer === 'number') throw unproven(options.origin)
    return answer
  }
}

/** @throws AppError `COMPANION_UNPROVEN`, `PAIRING_REQUIRED`, `COMPANION_UNREACHABLE`. */
async function greet({ origin, pairing, key, fetch }: ProvenFetchOptions): Promise<Session> {
  const clientNonce = createNonce()
  const reply = await createApiClient({ origin, ...(fetch && { fetch }) })
    .startSession(
      { body: { pairing, nonce: clientNonce } },
      { signal: AbortSignal.timeout(PROOF_MS) },
    )
    .catch((error: unknown) => {
      throw explain(error, origin)
    })
  const serverNonce = reply.nonce
  const keys = await deriveSessionKeys({
    key,
    clientNonce,
    serverNonce,
    origin: nameOrigin(origin),
  })
  if (reply.proof !== keys.proof) throw unproven(origin)
  return { keys, clientNonce, serverNonce, counter: 0 }
}

async function send(
  options: ProvenFetchOptions,
  session: Session,
  { url, init }: Call,
): Promise<Response | number> {
  const { keys, clientNonce, serverNonce } = session
  const counter = (session.counter += 1)
  const { body, type } = await seal(keys.body, counter, init)
  const method = init.method ?? 'GET'
  const target = url.pathname + url.search
  const signature = await signCall(keys.request, { method, target, type, counter })
  const headers = new Headers(init.headers)
  headers.set(
    'authorization',
    writeSessionHeader({ pairing: options.pairing, clientNonce, serverNonce, counter, signature }),
  )
  if (body !== undefined) headers.set('content-type', type)
  const request = { ...init, headers, redirect: 'error', ...(body && { body }) } as const
  const response = await (options.fetch ?? fetch)(url, request)
  if (response.headers.get(ANSWER_PROOF_HEADER) === (await signAnswer(keys.answer, counter)))
    return response
  await response.body?.cancel()
  return response.status
}

/** @throws TypeError for a body that is neither text nor a file. */
async function seal(
  key: CryptoKey,
  counter: number,
  { body }: RequestInit,
): Promise<{ body?: Blob; type: string }> {
  if (body === undefined || body === null) return { type: '' }
  if (body instanceof Blob) return { body: await sealBody(key, counter, body), type: SEALED_FILE }
  if (typeof body !== 'string') throw new TypeError('Only texts and files can be sealed')
  return { body: await sealBody(key, counter, new Blob([body])), type: SEALED_JSON }
}

/** The companion knows itself by the address that it listens on, which these names lead to. */
function nameOrigin(origin: string): string {
  const url = new URL(origin)
  if (url.hostname === 'localhost' || url.hostname === '[::1]') url.hostname = '127.0.0.1'
  return url.origin
}

/** In words of our own: the program that answers is not known yet, and what it says could lead a person astray. */
function explain(error: unknown, origin: string): AppError {
  const code = error instanceof AppError ? error.code : undefined
  if (error instanceof AppError && code === 'COMPANION_UNREACHABLE') return error
  if (code !== 'PAIRING_REQUIRED') return unproven(origin)
  return new AppError('PAIRING_REQUIRED', {
    detail: `The program at ${origin} does not know this pairing: it was taken back, or this is not the companion that was paired. Pair with the code that the terminal shows; runs, clients and what was typed stay.`,
  })
}

function unproven(origin: string): AppError {
  return new AppError('COMPANION_UNPROVEN', {
    detail: `The program that answers at ${origin} did not prove to be the companion that was paired. Nothing that is of use was sent to it.`,
    hint: 'Stop the program that holds this port and start the companion again, or start it on another port and pair with its new code.',
  })
}
