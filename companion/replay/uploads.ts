import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Upload } from '#shared/contract/replay/attempt.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { makeDirectory } from '../store/embedded/make-directory.ts'

const CAPACITY = 20
const LIMIT_MIB = 512

/** Files for bodies, uploaded by callers that have no path on this machine. The newest 20 are kept. */
export interface Uploads {
  /** @throws AppError `BODY_TOO_LARGE` for more than 512 MiB; nothing is kept then. */
  take(content: Readable): Promise<Upload>
}

/** @param folder - Made when the first file comes. */
export function createUploads(folder: string): Uploads {
  return {
    async take(content) {
      await makeDirectory(folder)
      const id = randomUUID()
      const path = join(folder, id)
      let sizeBytes = 0
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          sizeBytes += chunk.length
          done(sizeBytes > LIMIT_MIB * 1024 * 1024 ? tooLarge() : null, chunk)
        },
      })
      try {
        await pipeline(content, measure, createWriteStream(path, { mode: 0o600 }))
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
      await removeOldest(folder)
      return { id, size_bytes: sizeBytes }
    },
  }
}

async function removeOldest(folder: string): Promise<void> {
  const names = await readdir(folder)
  const files = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  )
  files.sort((left, right) => right.at - left.at)
  await Promise.all(
    files.slice(CAPACITY).map(({ name }) => rm(join(folder, name), { force: true })),
  )
}

function tooLarge(): AppError {
  return new AppError('BODY_TOO_LARGE', {
    detail: `The file is larger than ${LIMIT_MIB} MiB.`,
    hint: 'Put it on the machine of the companion, and name its path instead.',
  })
}
