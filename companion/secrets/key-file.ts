import { randomBytes } from 'node:crypto'
import { constants, copyFile, link, open, readFile, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '#shared/errors/app-error.ts'
import { syncDirectory } from '../store/embedded/durable-file.ts'
import { makeDirectory, toDirectoryError } from '../store/embedded/make-directory.ts'

/** The key that seals secrets: 32 bytes and a name. */
export interface DataKey {
  id: string
  bytes: Buffer
}

const OTHERS = 0o077

/**
 * Reads the key file.
 *
 * @returns `undefined` when there is none.
 * @throws AppError `KEY_FILE_UNSAFE` when other users can read it, `SECRET_UNAVAILABLE` when it is
 * not a key file, `DIRECTORY_UNUSABLE` when this user may not read it.
 */
export async function readKeyFile(path: string): Promise<DataKey | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw toDirectoryError(dirname(path), error)
  })
  if (text === undefined) return undefined
  if (process.platform !== 'win32' && ((await stat(path)).mode & OTHERS) !== 0) {
    throw new AppError('KEY_FILE_UNSAFE', {
      detail: `${path} can be read by other users of this machine.`,
      hint: `Run: chmod 600 ${path}`,
    })
  }
  const [version, id, key] = text.trim().split('.')
  const bytes = Buffer.from(key ?? '', 'base64url')
  if (version !== 'v1' || !id || bytes.length !== 32) {
    throw new AppError('SECRET_UNAVAILABLE', {
      detail: `${path} is not a DCR Lab key file.`,
      hint: 'Put the right file back, or start with other --data and --config directories.',
    })
  }
  return { id, bytes }
}

/**
 * Makes a key file, readable by its owner only, whole and durable before it has its name.
 *
 * @returns The key of the file, which is that of another program when one has made the file meanwhile.
 * @throws AppError `DIRECTORY_UNUSABLE`.
 */
export async function createKeyFile(path: string): Promise<DataKey> {
  const directory = dirname(path)
  await makeDirectory(directory)
  const key: DataKey = { id: randomBytes(6).toString('hex'), bytes: randomBytes(32) }
  const unnamed = `${path}.${key.id}.tmp`
  const file = await open(unnamed, 'wx', 0o600).catch((error: unknown) => {
    throw toDirectoryError(directory, error)
  })
  try {
    await file.chmod(0o600)
    await file.writeFile(`v1.${key.id}.${key.bytes.toString('base64url')}\n`)
    await file.sync()
  } catch (error) {
    await unlink(unnamed)
    throw toDirectoryError(directory, error)
  } finally {
    await file.close()
  }
  let isOurs: boolean
  try {
    isOurs = await nameFile(unnamed, path)
  } finally {
    await unlink(unnamed)
  }
  await syncDirectory(directory)
  return isOurs ? key : ((await readKeyFile(path)) ?? createKeyFile(path))
}

/** @returns False when there is a file of that name already. */
async function nameFile(unnamed: string, path: string): Promise<boolean> {
  try {
    await link(unnamed, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error
      // Some file systems have no hard links.
      return copyFile(unnamed, path, constants.COPYFILE_EXCL)
    })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
