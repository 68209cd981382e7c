import { readFile, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { replaceFile, syncDirectory } from './durable-file.ts'

/** The note beside a journal that was closed: how many bytes it had. */
function endOf(journal: string): string {
  return `${journal}.end`
}

/** Bytes of the journal when it was closed; nothing when it was not closed, or grew since. */
export async function readEnd(journal: string): Promise<number | undefined> {
  const text = await readFile(endOf(journal), 'utf8').catch(() => undefined)
  const bytes = Number(text)
  return text === undefined || !Number.isSafeInteger(bytes) ? undefined : bytes
}

export async function writeEnd(journal: string, sizeBytes: number): Promise<void> {
  await replaceFile(endOf(journal), String(sizeBytes))
}

/** Before the journal grows: the note is about the past. */
export async function removeEnd(journal: string): Promise<void> {
  try {
    await unlink(endOf(journal))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  await syncDirectory(dirname(journal))
}
