import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { AppError } from '#shared/errors/app-error.ts'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import type { AddressMap } from './address-map.ts'
import { readStart } from './read-bounded.ts'
import { rewriteAddress, rewriteParameters } from './rewrite-parameters.ts'

/** Parameters that name a resource: the server knows the real one only. */
const TARGETS = ['resource', 'audience']
/** Forms that may carry them. */
const FORMS: ReadonlySet<OAuthMeaning> = new Set([
  'authorization',
  'pushed_authorization',
  'device_authorization',
  'token',
])
/** The longest form that is read, and the longest body that is passed on, in bytes. */
const FORM_BYTES = 256 * 1024
const BODY_BYTES = 64 * 1024 * 1024

/** What is sent in place of the body that came. */
export interface SentBody {
  body: Readable | Buffer | null
  /** Set when the body is another one than came, in bytes. */
  length?: number
}

/** The path of a request with the resources as the server knows them. */
export function rewritePath(path: string, map: AddressMap): string {
  return path.includes('=') ? rewriteAddress(path, TARGETS, map.toServer) : path
}

/**
 * The body of a request, as a stream unless it is a form that may name a resource.
 *
 * @throws AppError `BODY_TOO_LARGE`.
 */
export async function rewriteBody(
  request: IncomingMessage,
  meaning: OAuthMeaning,
  map: AddressMap,
): Promise<SentBody> {
  const { headers } = request
  const stated = Number(headers['content-length'] ?? 0)
  if (stated === 0 && headers['transfer-encoding'] === undefined) return { body: null }
  const isForm = headers['content-type']?.includes('x-www-form-urlencoded') === true
  const limit = isForm && FORMS.has(meaning) ? FORM_BYTES : BODY_BYTES
  if (stated > limit) throw tooLarge(limit)
  if (limit === BODY_BYTES) return { body: Readable.from(bound(request), { objectMode: false }) }
  const { bytes, isWhole } = await readStart(request, limit)
  if (!isWhole) throw tooLarge(limit)
  const form = Buffer.from(
    rewriteParameters(bytes.toString('latin1'), TARGETS, map.toServer),
    'latin1',
  )
  return { body: form, length: form.length }
}

async function* bound(request: IncomingMessage): AsyncGenerator<Buffer> {
  let left = BODY_BYTES
  for await (const chunk of request as AsyncIterable<Buffer>) {
    left -= chunk.length
    if (left < 0) throw tooLarge(BODY_BYTES)
    yield chunk
  }
}

function tooLarge(limit: number): AppError {
  return new AppError('BODY_TOO_LARGE', {
    detail: `The watch passes at most ${limit / 1024} KiB of this kind on.`,
    hint: 'Send less, or call the server itself.',
  })
}
