import { randomUUID } from 'node:crypto'
import type {
  Attempt,
  ReplayDraft,
  ReplayOrder,
  TokenPreview,
} from '#shared/contract/replay/attempt.ts'
import type { TokenChoice } from '#shared/contract/replay/replay-request.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { BODY_LIMIT_BYTES } from '../recorder/present-exchange.ts'
import { redactHeaders } from '../recorder/redact.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { Attempts } from './attempts.ts'
import { type DraftDeps, draftRequest, findCall } from './draft/draft-request.ts'
import { readRecorded } from './draft/read-recorded.ts'
import type { ReplaySecrets } from './replay-secrets.ts'
import { openSecretUse } from './request/secret-use.ts'
import { shortenUrl } from './request/shorten-url.ts'
import { tuckSecrets } from './request/tuck-secrets.ts'
import { sendAttempt, type SendAttemptDeps } from './send/send-attempt.ts'
import { chooseToken } from './token/choose-token.ts'

export interface ReplaysDeps {
  sending: SendAttemptDeps
  drafting: DraftDeps
  recorder: Pick<Recorder, 'get' | 'list'>
  attempts: Attempts
  secrets: ReplaySecrets
}

/** Sends requests again, edited, and keeps what came of each attempt. */
export interface Replays {
  /** @throws AppError `RECORD_NOT_FOUND`. */
  draftFromExchange(id: string): Promise<ReplayDraft>
  /** @throws AppError `RECORD_NOT_FOUND`. */
  draftFromVerdict(id: string): Promise<ReplayDraft>
  /**
   * Sends once. An attempt without an answer is kept, too.
   *
   * @throws AppError `INPUT_INVALID`, `ADDRESS_REFUSED`, `RECORD_NOT_FOUND`, and those of a provider that is
   * asked for a token; nothing was sent then.
   */
  send(order: ReplayOrder, signal: AbortSignal): Promise<Attempt>
  preview(choice: TokenChoice): Promise<TokenPreview>
}

export function createReplays(deps: ReplaysDeps): Replays {
  const { sending, drafting, recorder, attempts, secrets } = deps

  async function requireExchange(id: string) {
    await sending.gateway.flush()
    const exchange = recorder.get(id)
    if (exchange) return exchange
    throw new AppError('RECORD_NOT_FOUND', {
      detail: `No exchange has the id ${id}.`,
      hint: 'The newest 2000 are kept. Begin with a blank request.',
    })
  }

  /** The exchange that a new thread begins with, as its first attempt. */
  async function openThread(thread: string, id: string): Promise<Attempt> {
    const exchange = await requireExchange(id)
    const draft = draftRequest(drafting, exchange)
    const { verdict: known } = exchange
    const verdict = known === undefined ? undefined : await sending.gateway.verdicts.get(known)
    return readRecorded({ thread, exchange, draft, verdict })
  }

  return {
    draftFromExchange: async (id) => draftRequest(drafting, await requireExchange(id)),
    async draftFromVerdict(id) {
      await sending.gateway.flush()
      return draftRequest(drafting, findCall(recorder, id))
    },
    async send({ request, name, thread = randomUUID(), exchange }, signal) {
      const isNew = attempts.list(thread).length === 0
      const first = isNew && exchange !== undefined ? await openThread(thread, exchange) : undefined
      const short = shortenUrl(request, drafting.gateway)
      const safe = await tuckSecrets(short, {
        keep: secrets.keepFound,
        isSecretName: sending.registry.isSecretName,
      })
      const { attempt } = await sendAttempt(sending, {
        request: safe,
        thread,
        name,
        signal,
        keepBytes: BODY_LIMIT_BYTES,
      })
      await attempts.add(attempt, first)
      return attempt
    },
    async preview(choice) {
      const use = openSecretUse(sending)
      const deps = { ...sending.token, openSecret: sending.openSecret, fill: use.fill }
      try {
        const { words, authorization } = await chooseToken(deps, choice, false)
        const [line] = redactHeaders([['authorization', authorization ?? '']])
        return {
          words,
          is_possible: true,
          ...(authorization !== undefined && { header: line?.[1] }),
        }
      } catch (thrown) {
        const { message, options } = AppError.from(thrown)
        return { words: [message, options.hint].filter(Boolean).join(' '), is_possible: false }
      }
    },
  }
}
