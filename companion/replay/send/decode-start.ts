import { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, constants } from 'node:zlib'

/** A map, since a server may name a coding `__proto__`. */
const DECODERS = new Map<string, () => NodeJS.ReadWriteStream>([
  ['gzip', () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })],
  ['x-gzip', () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })],
  ['deflate', () => createInflate({ finishFlush: constants.Z_SYNC_FLUSH })],
  ['br', () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH })],
])

/**
 * Decodes the beginning of a compressed body; decoding stops at `limitBytes`, however much would follow.
 *
 * @returns `undefined` for a coding that is not known here, and for bytes that do not fit it.
 */
export async function decodeStart(
  start: Buffer,
  coding: string,
  limitBytes: number,
): Promise<{ bytes: Buffer; isCut: boolean } | undefined> {
  const decoder = DECODERS.get(coding.toLowerCase())?.()
  if (!decoder) return undefined
  const chunks: Buffer[] = []
  let sizeBytes = 0
  try {
    for await (const chunk of Readable.from([start]).pipe(decoder) as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      sizeBytes += chunk.length
      if (sizeBytes > limitBytes) break
    }
  } catch {
    if (sizeBytes === 0) return undefined
  }
  return { bytes: Buffer.concat(chunks).subarray(0, limitBytes), isCut: sizeBytes > limitBytes }
}
