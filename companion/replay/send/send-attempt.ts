import { randomUUID } from 'node:crypto'
import type { Dispatcher } from 'undici'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import type { ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import { redactBody } from '../../recorder/redact.ts'
import { summarizeVerdict } from '../attempt-verdict.ts'
import { buildRequest } from '../request/build-request.ts'
import { openSecretUse, type SecretUseDeps } from '../request/secret-use.ts'
import { chooseToken } from '../token/choose-token.ts'
import type { TokenDeps } from '../token/token-choices.ts'
import { type FileDeps, fileCall } from './file-call.ts'
import { presentAnswer } from './present-answer.ts'
import { type ReceivedAnswer, sendRequest } from './send-request.ts'

export interface SendAttemptDeps extends FileDeps, SecretUseDeps {
  token: Omit<TokenDeps, 'fill' | 'openSecret'>
  dispatcher: Dispatcher
  /** Folder of the uploaded files. */
  uploads: string
}

export interface AttemptOrder {
  request: ReplayRequest
  thread: string
  name?: string | undefined
  signal: AbortSignal
  /** How much of the answer is read into memory; an attempt keeps the first 64 KiB. */
  keepBytes: number
}

/** An attempt as it is kept, and the answer with its secrets for assertions. */
export interface SentAttempt {
  attempt: Attempt
  received: ReceivedAnswer | undefined
  mask: (text: string) => string
}

/**
 * Sends a request once and describes what came of it.
 *
 * @throws AppError `INPUT_INVALID`, `ADDRESS_REFUSED` and those of a provider that is asked for a token, when
 * nothing was sent.
 */
export async function sendAttempt(
  deps: SendAttemptDeps,
  { request, thread, name, signal, keepBytes }: AttemptOrder,
): Promise<SentAttempt> {
  const { addresses, uploads, dispatcher } = deps
  const use = openSecretUse(deps)
  const openSecret = (name: string): string => {
    const secret = deps.openSecret(name)
    use.add(secret)
    return secret
  }
  const tokenDeps = { ...deps.token, openSecret, fill: use.fill }
  const token = await chooseToken(tokenDeps, request.token, true)
  for (const part of token.authorization?.split(' ').slice(-1) ?? []) use.add(part)
  const built = await buildRequest({ gateway: addresses.gateway, uploads, use }, request, token)
  const sent = await sendRequest(built, { dispatcher, signal, keepBytes })
  const { verdict, exchange } = await fileCall(deps, { built, sent, use })
  const mask = (text: string): string => use.mask(text)
  const attempt: Attempt = {
    id: randomUUID(),
    thread,
    name: name ?? token.name,
    kind: 'sent',
    at: new Date(sent.startedAtMs).toISOString(),
    request,
    sent: built.shown,
    ...(sent.answer && { answer: await presentAnswer(sent.answer, use) }),
    ...(sent.failure !== undefined && {
      failure: redactBody(mask(sent.failure), '', use.redaction),
    }),
    duration_ms: sent.durationMs,
    ...(exchange !== undefined && { exchange }),
    ...(verdict && { verdict: summarizeVerdict(verdict) }),
  }
  return { attempt, received: sent.answer, mask }
}
