import type { FileHandle } from 'node:fs/promises'

const CHUNK_BYTES = 512 * 1024
const NEWLINE = 10

/** A run of whole lines; the reader does not use `bytes` again. */
export interface Lines {
  bytes: Buffer
  /** Offset in the file. */
  offset: number
  /** False for what stands behind the last line break. */
  isWhole: boolean
}

/** Reads a file in runs of whole lines; the next run is read from the disk while one is worked on. */
export async function* readLinesOfFile(file: FileHandle): AsyncGenerator<Lines> {
  let rest: Buffer = Buffer.alloc(0)
  let offset = 0
  let position = 0
  let next = readChunk(file, position)
  try {
    for (;;) {
      const chunk = await next
      if (chunk.length === 0) break
      position += chunk.length
      next = readChunk(file, position)
      const first = chunk.indexOf(NEWLINE) + 1
      const last = chunk.lastIndexOf(NEWLINE) + 1
      if (first === 0) {
        rest = Buffer.concat([rest, chunk])
        continue
      }
      // Only the line that crosses from chunk to chunk is copied.
      const crossing = Buffer.concat([rest, chunk.subarray(0, first)])
      yield { bytes: crossing, offset, isWhole: true }
      offset += crossing.length
      if (last > first) yield { bytes: chunk.subarray(first, last), offset, isWhole: true }
      offset += last - first
      rest = chunk.subarray(last)
    }
    if (rest.length > 0) yield { bytes: rest, offset, isWhole: false }
  } finally {
    await next.catch(() => undefined)
  }
}

async function readChunk(file: FileHandle, position: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, position)
  return buffer.subarray(0, bytesRead)
}
