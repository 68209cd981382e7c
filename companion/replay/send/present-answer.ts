import type { ReplayAnswer } from '#shared/contract/replay/attempt.ts'
import type { HeaderLine } from '#shared/contract/exchange.ts'
import { readHeaderLines } from '../../recorder/header-lines.ts'
import { collectSecrets } from '../../recorder/own-secrets.ts'
import { BODY_LIMIT_BYTES, maskHeaders, presentBody } from '../../recorder/present-exchange.ts'
import { redactHeaders } from '../../recorder/redact.ts'
import { findHeader } from '../request/build-headers.ts'
import type { SecretUse } from '../request/secret-use.ts'
import { decodeStart } from './decode-start.ts'
import type { ReceivedAnswer } from './send-request.ts'

/** An answer as it may be kept and shown: secrets masked, its body decoded and cut. */
export async function presentAnswer(
  { status, headers, start, sizeBytes, sha256 }: ReceivedAnswer,
  use: Pick<SecretUse, 'maskWith' | 'redaction'>,
): Promise<ReplayAnswer> {
  const lines = readHeaderLines(headers)
  const coding = findHeader(lines, 'content-encoding')
  const decoded =
    coding === undefined ? undefined : await decodeStart(start, coding, BODY_LIMIT_BYTES)
  const { redaction, list } = collectSecrets(use.redaction.isSecretName)
  const redacted = redactHeaders(lines, redaction)
  const { body } = presentBody(
    {
      headers: decoded ? withoutCoding(lines) : headers,
      body: decoded?.bytes ?? start,
      sizeBytes,
    },
    { redaction, mask: (text) => text },
  )
  // What stands under the name of a secret may be repeated under any other.
  const mask = use.maskWith(list())
  const isCut = decoded?.isCut === true || start.length < sizeBytes
  return {
    status,
    headers: maskHeaders(redacted, mask),
    ...(body && {
      body: {
        ...body,
        text: mask(body.text),
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
