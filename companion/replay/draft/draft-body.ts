import type { RecordedBody } from '#shared/contract/exchange.ts'
import type { ReplayBody } from '#shared/contract/replay/replay-request.ts'
import { isMasked, type KnownSecretsDeps, referToKnown } from './known-secrets.ts'

export interface DraftedBody {
  body: ReplayBody
  notes: string[]
}

const NOT_TEXT = /^\d+ bytes of /

/** A recorded body as one that can be edited, with what could not be taken over. */
export function draftBody(deps: KnownSecretsDeps, recorded: RecordedBody | undefined): DraftedBody {
  if (!recorded || recorded.size_bytes === 0) return { body: { kind: 'none' }, notes: [] }
  const { text, media_type, size_bytes, is_truncated } = recorded
  if (NOT_TEXT.test(text))
    return {
      body: { kind: 'file', media_type: media_type || 'application/octet-stream' },
      notes: [`The body, ${text}, was not recorded; choose the file before you send.`],
    }
  const filled = referToKnown(deps, text)
  return {
    body: readBody(filled, media_type),
    notes: [
      ...(is_truncated
        ? [`Of the body only the first 64 KiB of ${size_bytes} bytes were recorded; complete it.`]
        : []),
      ...(isMasked(filled)
        ? ['The body holds a secret that is not kept; write a reference in the place of its dots.']
        : []),
    ],
  }
}

function readBody(text: string, mediaType: string): ReplayBody {
  if (mediaType.includes('x-www-form-urlencoded'))
    return {
      kind: 'form',
      fields: [...new URLSearchParams(text)].map(([name, value]) => ({ name, value })),
    }
  if (/[/+]json/i.test(mediaType)) return { kind: 'json', text }
  return { kind: 'text', text, media_type: mediaType || 'text/plain;charset=utf-8' }
}
