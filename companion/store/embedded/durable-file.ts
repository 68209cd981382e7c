import { open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

const OWNER_ONLY = 0o600

/**
 * Replaces a file so that after a power cut there is either the old or the new one: temporary file,
 * fsync, reading it back, rename, fsync of the directory. A disk that does not give back what was written
 * leaves the old file.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const file = await open(temporary, 'w', OWNER_ONLY)
    try {
      await file.chmod(OWNER_ONLY)
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    if ((await readFile(temporary, 'utf8')) !== text)
      throw new Error(`${temporary} does not read back as it was written`)
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncDirectory(dirname(path))
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
