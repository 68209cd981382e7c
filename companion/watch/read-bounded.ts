import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliDecompress, unzip, type ZlibOptions } from 'node:zlib'

/** What is held in memory of a body that is to be read, in bytes; longer ones pass as they are. */
export const READ_BYTES = 1024 * 1024

/** The start of a body, and whether that is all of it. */
export interface Start {
  bytes: Buffer
  isWhole: boolean
}

/** Reads a body up to a limit, and leaves what follows in the stream. */
export async function readStart(body: Readable, limit = READ_BYTES): Promise<Start> {
  const chunks: Buffer[] = []
  let size = 0
  const rest = body.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>
  for await (const chunk of rest) {
    chunks.push(chunk)
    size += chunk.length
    if (size > limit) return { bytes: Buffer.concat(chunks), isWhole: false }
  }
  return { bytes: Buffer.concat(chunks), isWhole: true }
}

const inflate = promisify<Buffer, ZlibOptions, Buffer>(unzip)
const inflateBrotli = promisify(brotliDecompress) as (
  bytes: Buffer,
  options: { maxOutputLength: number },
) => Promise<Buffer>

/** A body without its encoding; `undefined` where the encoding is not known or the text too long. */
export async function decode(bytes: Buffer, encoding = 'identity'): Promise<Buffer | undefined> {
  const limits = { maxOutputLength: READ_BYTES }
  try {
    if (encoding === 'identity' || encoding === '') return bytes
    if (encoding === 'br') return await inflateBrotli(bytes, limits)
    if (/^(?:x-)?gzip$|^deflate$/.test(encoding)) return await inflate(bytes, limits)
  } catch {
    // Not what its encoding says: the client may make of it what it can.
  }
  return undefined
}
