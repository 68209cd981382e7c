import { stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { refuseInput } from '../refuse-input.ts'

export interface FileSource {
  path?: string | undefined
  upload?: string | undefined
  named?: string | undefined
}

export interface OpenedFile {
  path: string
  sizeBytes: number
}

/**
 * Finds the file of a body on this machine.
 *
 * @param uploads - Folder of the uploaded files.
 * @throws AppError `INPUT_INVALID` when none was chosen, or there is none.
 */
export async function openFile(
  { path, upload, named }: FileSource,
  uploads: string,
): Promise<OpenedFile> {
  if (upload !== undefined && /^[\w-]+$/.test(upload)) return measure(join(uploads, upload), named)
  if (path === undefined || path === '')
    throw refuseInput(
      'body',
      named === undefined ? 'No file is chosen.' : `The file ${named} is not chosen yet.`,
      'Choose a file, or name its path on the machine of the companion.',
    )
  if (!isAbsolute(path))
    throw refuseInput(
      'body',
      `${path} is no complete path.`,
      'Begin it with the root, such as /home.',
    )
  return measure(path, path)
}

async function measure(path: string, shown = 'The uploaded file'): Promise<OpenedFile> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() === true) return { path, sizeBytes: found.size }
  throw refuseInput(
    'body',
    found ? `${shown} is no file.` : `${shown} is not there, or cannot be read.`,
    'Choose another file.',
  )
}
