import type { Exchange, HeaderLine } from '#shared/contract/exchange.ts'
import type { ReplayDraft } from '#shared/contract/replay/attempt.ts'
import type { ReplayField } from '#shared/contract/replay/replay-request.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Recorder } from '../../recorder/recorder.ts'
import { shortenUrl } from '../request/shorten-url.ts'
import { draftBody } from './draft-body.ts'
import { draftToken } from './draft-token.ts'
import { isMasked, type KnownSecretsDeps, referToKnown } from './known-secrets.ts'

export interface DraftDeps extends KnownSecretsDeps {
  /** Origin of the gateway. */
  gateway: string
}

/** Headers that come from elsewhere when the request is sent again. */
const NOT_TAKEN = new Set([
  'host',
  'content-length',
  'authorization',
  // A proof holds for one request; a new one comes with the token.
  'dpop',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'upgrade',
  'expect',
])

/** A recorded request as one that can be edited and sent; references stand for the secrets that are kept. */
export function draftRequest(deps: DraftDeps, exchange: Exchange): ReplayDraft {
  const { method, url, headers, body: recorded } = exchange.request
  const { choice, note } = draftToken(deps, exchange)
  const { fields, notes } = draftHeaders(deps, headers)
  const { body, notes: bodyNotes } = draftBody(deps, recorded)
  const address = referToKnown(deps, url)
  return {
    name: `${exchange.label}, again`,
    exchange: exchange.id,
    request: shortenUrl(
      {
        method,
        url: address,
        query: [],
        headers: fields,
        body,
        token: choice,
        route: URL.canParse(url) && new URL(url).origin === deps.gateway ? 'gateway' : 'direct',
      },
      deps.gateway,
    ),
    notes: [
      ...(note === undefined ? [] : [note]),
      ...(isMasked(address) ? ['The address holds a secret that is not kept; write it anew.'] : []),
      ...notes,
      ...bodyNotes,
    ],
  }
}

function draftHeaders(
  deps: DraftDeps,
  headers: readonly HeaderLine[],
): { fields: ReplayField[]; notes: string[] } {
  const notes: string[] = []
  const fields = headers.flatMap(([name, recorded]): ReplayField[] => {
    if (NOT_TAKEN.has(name.toLowerCase())) return []
    const value = referToKnown(deps, recorded)
    if (!isMasked(value)) return [{ name, value }]
    notes.push(`The value of ${name} is not kept and the header is switched off; write it anew.`)
    return [{ name, value: '', is_off: true }]
  })
  return { fields, notes }
}

/**
 * The exchange between caller and gateway that a verdict is about.
 *
 * @throws AppError `RECORD_NOT_FOUND` when it was not recorded, or is gone.
 */
export function findCall(recorder: Pick<Recorder, 'list'>, verdict: string): Exchange {
  const call = recorder.list({ verdict, limit: 20 }).find(({ to }) => to === 'gateway')
  if (call) return call
  throw new AppError('RECORD_NOT_FOUND', {
    detail: `The request of the verdict ${verdict} is not recorded.`,
    hint: 'The newest 2000 exchanges are kept, and fewer during a flood. Begin with a blank request.',
  })
}
