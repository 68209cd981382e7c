import { chmod, mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { AppError } from '#shared/errors/app-error.ts'

const OWNER_ONLY = 0o700

/**
 * Makes a directory that only its owner can enter, and the parents that are missing, one by one:
 * the recursive `mkdir` of Node never returns where a file system refuses names, as `/proc` does.
 *
 * @throws AppError `DIRECTORY_UNUSABLE`, which names the path and the reason.
 */
export async function makeDirectory(path: string): Promise<void> {
  const directory = resolve(path)
  try {
    await create(directory)
    await chmod(directory, OWNER_ONLY)
  } catch (error) {
    throw toDirectoryError(directory, error)
  }
}

async function create(directory: string): Promise<void> {
  if (await isDirectory(directory)) return
  const parent = dirname(directory)
  if (parent !== directory) await create(parent)
  try {
    await mkdir(directory, { mode: OWNER_ONLY })
  } catch (error) {
    // Another process may have made the directory meanwhile.
    if (!(await isDirectory(directory))) throw error
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

const REASONS: Record<string, (path: string) => string> = {
  EEXIST: (path) => `${path} exists and is not a directory`,
  ENOTDIR: (path) => `a part of ${path} is not a directory`,
  EACCES: (path) => `this user has no permission for ${path}`,
  EPERM: (path) => `this user may not change ${path}`,
  ENOENT: (path) => `its file system does not let ${path} be created`,
  ENOSPC: (path) => `the disk that holds ${path} is full`,
  EDQUOT: (path) => `this user may not store any more on the disk that holds ${path}`,
  EFBIG: (path) => `no file in ${path} may grow to that size`,
  EIO: (path) => `the disk that holds ${path} does not work`,
  EROFS: (path) => `${path} is on a read-only file system`,
}

const MAKE_ROOM = 'Make room on it, or name a directory on another disk with --data or --config.'
const HINTS: Record<string, string> = { ENOSPC: MAKE_ROOM, EDQUOT: MAKE_ROOM, EFBIG: MAKE_ROOM }

/** What the file system refused in a directory, as an `AppError`; another error stays as it is. */
export function toDirectoryError(directory: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error
  const { code = '', path = directory } = error as NodeJS.ErrnoException
  const reason = REASONS[code]
  if (!reason) return error
  return new AppError('DIRECTORY_UNUSABLE', {
    detail: `The directory ${directory} cannot be used: ${reason(path)} (${code}).`,
    hint:
      HINTS[code] ??
      'Name another directory with --data or --config, or change its owner or permissions.',
    cause: error,
  })
}
