import type { ReplayAnswer } from '#shared/contract/replay/attempt.ts'
import type { HeaderLine } from '#shared/contract/exchange.ts'
import { readHeaderLines } from '../../recorder/header-lines.ts'
import { BODY_LIMIT_BYTES, type BodyMasking, presentBody } from '../../recorder/present-exchange.ts'
import { redactHeaders } from '../../recorder/redact.ts'
import { findHeader } from '../request/build-headers.ts'
import { decodeStart } from './decode-start.ts'
import type { ReceivedAnswer } from './send-request.ts'

/** An answer as it may be kept and shown: secrets masked, its body decoded and cut. */
export async function presentAnswer(
  { status, headers, start, sizeBytes, sha256 }: ReceivedAnswer,
  { mask, redaction }: BodyMasking,
): Promise<ReplayAnswer> {
  const lines = readHeaderLines(headers)
  const coding = findHeader(lines, 'content-encoding')
  const decoded =
    coding === undefined ? undefined : await decodeStart(start, coding, BODY_LIMIT_BYTES)
  const { body } = presentBody(
    {
      headers: decoded ? withoutCoding(lines) : headers,
      body: decoded?.bytes ?? start,
      sizeBytes,
    },
    { mask, redaction },
  )
  const isCut = decoded?.isCut === true || start.length < sizeBytes
  return {
    status,
    headers: redactHeaders(lines, redaction).map(([name, value]) => [name, mask(value)]),
    ...(body && {
      body: {
        ...body,
        is_truncated: decoded ? isCut : body.is_truncated,
        sha256,
      },
    }),
  }
}

/** Alternating names and values of the headers that still hold once the body is decoded. */
function withoutCoding(lines: readonly HeaderLine[]): string[] {
  return lines.filter(([name]) => name.toLowerCase() !== 'content-encoding').flat()
}
