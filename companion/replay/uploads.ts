import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Upload } from '#shared/contract/replay/attempt.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { makeDirectory } from '../store/embedded/make-directory.ts'

/** How many files are kept, how large one may be, and all of them together. */
const BOUNDS = { files: 20, fileMib: 512, allMib: 1024 }
const MIB = 1024 * 1024

/**
 * Files for bodies, uploaded by callers that have no path on this machine. The newest 20 are kept, at most
 * 1 GiB of them.
 */
export interface Uploads {
  /** @throws AppError `BODY_TOO_LARGE` for more than 512 MiB; nothing of it is kept then. */
  take(content: Readable): Promise<Upload>
}

/** @param folder - Made when the first file comes. */
export function createUploads(folder: string, bounds = BOUNDS): Uploads {
  // One after the other: two at once would look for files that the other one has removed.
  let removing = Promise.resolve()
  return {
    async take(content) {
      await makeDirectory(folder)
      const id = randomUUID()
      const path = join(folder, id)
      let sizeBytes = 0
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          sizeBytes += chunk.length
          done(sizeBytes > bounds.fileMib * MIB ? tooLarge(bounds.fileMib) : null, chunk)
        },
      })
      try {
        await pipeline(content, measure, createWriteStream(path, { mode: 0o600 }))
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
      removing = removing.catch(() => undefined).then(() => removeOldest(folder, bounds))
      await removing
      return { id, size_bytes: sizeBytes }
    },
  }
}

async function removeOldest(folder: string, { files: most, allMib }: typeof BOUNDS): Promise<void> {
  const names = await readdir(folder)
  const files = await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name))
      return { name, size, mtimeMs }
    }),
  )
  files.sort((left, right) => right.mtimeMs - left.mtimeMs)
  let sizeBytes = 0
  const old = files.filter(({ size }, at) => {
    sizeBytes += size
    return at > 0 && (at >= most || sizeBytes > allMib * MIB)
  })
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })))
}

function tooLarge(mib: number): AppError {
  return new AppError('BODY_TOO_LARGE', {
    detail: `The file is larger than ${mib} MiB.`,
    hint: 'Put it on the machine of the companion, and name its path instead.',
  })
}
