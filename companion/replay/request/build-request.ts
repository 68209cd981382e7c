import type { HeaderLine } from '#shared/contract/exchange.ts'
import type { SentRequest } from '#shared/contract/replay/attempt.ts'
import type { ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import { BODY_LIMIT_BYTES } from '../../recorder/present-exchange.ts'
import { redactBody, redactHeaders, redactUrl } from '../../recorder/redact.ts'
import { refuseInput } from '../refuse-input.ts'
import type { ChosenToken } from '../token/token-choices.ts'
import { buildBody, type BuiltBody } from './build-body.ts'
import { buildHeaders, checkLine, findHeader } from './build-headers.ts'
import { buildUrl } from './build-url.ts'
import type { SecretUse } from './secret-use.ts'

export interface BuildDeps {
  /** Origin of the gateway. */
  gateway: string
  /** Folder of the uploaded files. */
  uploads: string
  use: SecretUse
}

/** A request as it goes out, and as it may be shown. */
export interface BuiltRequest {
  method: string
  url: URL
  headers: HeaderLine[]
  body: BuiltBody
  shown: SentRequest
}

/** @throws AppError `INPUT_INVALID` with the field that is wrong, `ADDRESS_REFUSED`. */
export async function buildRequest(
  { gateway, uploads, use }: BuildDeps,
  request: ReplayRequest,
  token: ChosenToken,
): Promise<BuiltRequest> {
  const { method } = request
  if (method.toUpperCase() === 'CONNECT')
    throw refuseInput('method', 'CONNECT asks a proxy for a tunnel.', 'Choose another method.')
  const url = buildUrl(request, gateway, use)
  const { lines, leftOut } = buildHeaders(request.headers, use)
  const body = await buildBody(request.body, uploads, use)
  const typed = findHeader(lines, 'authorization')
  const isMultipart = request.body.kind === 'multipart'
  const hasType = findHeader(lines, 'content-type') !== undefined
  if (isMultipart && hasType) leftOut.push('content-type was written anew, with its own boundary.')
  const headers: HeaderLine[] = [
    ...lines.filter(([name]) => !(isMultipart && name.toLowerCase() === 'content-type')),
    ...(body.mediaType !== undefined && !hasType
      ? [checkOwn(['content-type', body.mediaType], 'body.media_type')]
      : []),
    ...(body.sizeBytes === undefined ? [] : [line('content-length', String(body.sizeBytes))]),
    ...(typed === undefined ? await writeCredentials(token, { method, url }) : []),
  ]
  const words =
    typed === undefined
      ? token.words
      : 'The Authorization header that was typed, and not the token that was chosen.'
  const shown = show({ method, url, headers, body }, use)
  return { method, url, headers, body, shown: { ...shown, token: words, left_out: leftOut } }
}

async function writeCredentials(
  { authorization, prove }: ChosenToken,
  call: { method: string; url: URL },
): Promise<HeaderLine[]> {
  if (authorization === undefined) return []
  const proof = await prove?.(call)
  return [
    checkOwn(['authorization', authorization], 'token'),
    ...(proof === undefined ? [] : [line('dpop', proof)]),
  ]
}

/** A header that was not typed as one. */
function checkOwn(written: HeaderLine, field: string): HeaderLine {
  return checkLine(written, { name: field, value: field })
}

function line(name: string, value: string): HeaderLine {
  return [name, value]
}

function show(
  { method, url, headers, body }: Omit<BuiltRequest, 'shown'>,
  { mask, redaction }: SecretUse,
): Pick<SentRequest, 'method' | 'url' | 'headers' | 'body'> {
  const media_type = findHeader(headers, 'content-type') ?? body.mediaType ?? 'multipart/form-data'
  // Masked before it is cut, since half a secret would not be found.
  const text = redactBody(mask(body.text), media_type, redaction)
  return {
    method,
    url: mask(redactUrl(url.href, redaction)),
    headers: redactHeaders(headers, redaction).map(([name, value]) => [name, mask(value)]),
    ...(body.content !== null && {
      body: {
        text: text.slice(0, BODY_LIMIT_BYTES),
        media_type,
        size_bytes: body.sizeBytes ?? body.text.length,
        is_truncated: text.length > BODY_LIMIT_BYTES,
      },
    }),
  }
}
