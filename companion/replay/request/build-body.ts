import { createReadStream, openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { FormData } from 'undici'
import type { ReplayBody } from '#shared/contract/replay/replay-request.ts'
import { toWellFormed } from '../../secrets/list-spellings.ts'
import { openFile } from './open-file.ts'
import type { SecretUse } from './secret-use.ts'

export interface BuiltBody {
  content: Buffer | FormData | (() => Readable) | null
  /** Left out where undici writes it. */
  mediaType?: string | undefined
  /** Left out where undici counts. */
  sizeBytes?: number | undefined
  /** Its beginning as text, or what it is in words; secrets are not masked yet. */
  text: string
}

/**
 * The body of a request. A file is opened when it is sent, and streamed.
 *
 * @param uploads - Folder of the uploaded files.
 * @throws AppError `INPUT_INVALID`.
 */
export async function buildBody(
  body: ReplayBody,
  uploads: string,
  use: SecretUse,
): Promise<BuiltBody> {
  switch (body.kind) {
    case 'none':
      return { content: null, text: '' }
    case 'form':
      return fromText(writeForm(body.fields, use), 'application/x-www-form-urlencoded')
    case 'json':
      return fromText(
        use.fill(body.text, (secret) => JSON.stringify(secret).slice(1, -1)),
        'application/json',
      )
    case 'text':
      return fromText(use.fill(body.text), body.media_type)
    case 'file': {
      const { path, sizeBytes } = await openFile(body, uploads)
      const mediaType = body.media_type
      const text = `${sizeBytes} bytes of ${body.named ?? basename(path)}`
      return { content: () => createReadStream(path), mediaType, sizeBytes, text }
    }
    default:
      return buildMultipart(body, uploads, use)
  }
}

function fromText(text: string, mediaType: string): BuiltBody {
  const content = Buffer.from(text)
  return { content, mediaType, sizeBytes: content.length, text }
}

/** @see [URL Standard §5.2](https://url.spec.whatwg.org/#urlencoded-serializing) */
function writeForm(
  fields: Extract<ReplayBody, { kind: 'form' }>['fields'],
  use: SecretUse,
): string {
  const sent = fields.filter(({ is_off, name, value }) => is_off !== true && name + value !== '')
  const pairs = sent.map(({ name, value }) => [
    toWellFormed(use.fill(name)),
    toWellFormed(use.fill(value)),
  ])
  return new URLSearchParams(pairs).toString()
}

/** @see [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578.html) multipart/form-data */
async function buildMultipart(
  { parts }: Extract<ReplayBody, { kind: 'multipart' }>,
  uploads: string,
  use: SecretUse,
): Promise<BuiltBody> {
  const content = new FormData()
  const lines: string[] = []
  for (const part of parts) {
    if (part.kind === 'field') {
      const value = use.fill(part.value)
      content.append(part.name, value)
      lines.push(`${part.name}: ${value}`)
      continue
    }
    const { path, sizeBytes } = await openFile(part, uploads)
    const filename = part.filename ?? part.named ?? basename(path)
    const blob = await openAsBlob(path, { type: part.media_type ?? 'application/octet-stream' })
    content.append(part.name, blob, filename)
    lines.push(`${part.name}: ${sizeBytes} bytes of ${filename}`)
  }
  return { content, text: lines.join('\n') }
}
