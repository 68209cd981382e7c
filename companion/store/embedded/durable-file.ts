import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

const OWNER_ONLY = 0o600
const CHUNK_BYTES = 256 * 1024

/**
 * Replaces a file so that after a power cut there is either the old or the new one: temporary file,
 * fsync, reading it back, rename, fsync of the directory. A disk that does not give back what was written
 * leaves the old file.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  await replaceFileWith(path, (append) => append(Buffer.from(text)))
}

/** Adds to the end of the file that is being written. */
export type Append = (bytes: Buffer) => Promise<void>

/** As `replaceFile`, for content that is written piece by piece. @returns Bytes of the new file. */
export async function replaceFileWith(
  path: string,
  write: (append: Append) => Promise<void>,
): Promise<number> {
  const temporary = `${path}.${process.pid}.tmp`
  const written = createHash('sha256')
  let size = 0
  try {
    const file = await open(temporary, 'w', OWNER_ONLY)
    try {
      await file.chmod(OWNER_ONLY)
      await write(async (bytes) => {
        written.update(bytes)
        size += bytes.length
        await file.appendFile(bytes)
      })
      await file.sync()
    } finally {
      await file.close()
    }
    await assertReadsBack(temporary, written.digest('hex'))
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncDirectory(dirname(path))
  return size
}

/** Makes the creation, renaming and removal of files in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

async function assertReadsBack(path: string, sha256: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    if ((await hashOf(file)) === sha256) return
  } finally {
    await file.close()
  }
  throw new Error(`${path} does not read back as it was written`)
}

async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.alloc(CHUNK_BYTES)
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(buffer.subarray(0, bytesRead))
  }
}
