import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '#shared/errors/app-error.ts'
import type { ErrorCode } from '#shared/errors/error-catalog.ts'

/** A folder of the project that is part of the package. */
interface PackedFolder {
  name: string
  /** A file of it, so that a folder of the same name elsewhere is not taken for it. */
  sample: string
  errorCode: ErrorCode
}

/**
 * A packed folder of the project, found from the sources and from the built program.
 *
 * @throws AppError with `errorCode` when it is missing.
 */
export function findPackedFolder({ name, sample, errorCode }: PackedFolder): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, name, sample))) {
    const parent = dirname(folder)
    if (parent === folder)
      throw new AppError(errorCode, { detail: `The folder "${name}" is missing.` })
    folder = parent
  }
  return join(folder, name)
}
