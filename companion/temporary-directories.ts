import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RegistrationRecord } from './store/schema.ts'
import { isAlive, readStartTime } from './store/embedded/lock-file.ts'
import { toDirectoryError } from './store/embedded/make-directory.ts'
import { readDirectory } from './store/embedded/read-directory.ts'
import { readCell } from './store/raw-row.ts'
import { ALIVE } from './registrar/sweep.ts'

const NAME = /^dcr-lab-(\d+)-(\d*)-\w{6}$/
/** Holds the origin of the embedded provider, whose clients end with the companion. */
const NOTE = 'embedded-idp'

/**
 * A new folder in the system's directory for temporary files, named after this process.
 *
 * @throws AppError `DIRECTORY_UNUSABLE`, such as on a full disk.
 */
export async function makeTemporaryDirectory(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), `dcr-lab-${process.pid}-${readStartTime(process.pid)}-`))
  } catch (error) {
    throw toDirectoryError(tmpdir(), error)
  }
}

/** Notes which clients will end with this companion. */
export async function noteEmbeddedIdp(directory: string, origin: string): Promise<void> {
  await writeFile(join(directory, NOTE), origin, { mode: 0o600 })
}

/**
 * Removes what throw-away companions that were killed have left. A directory whose ledger has a client at a
 * provider outside stays: only the ledger can have it deleted.
 *
 * @returns A sentence for each directory that stays.
 */
export async function removeAbandoned(folder = tmpdir()): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const said = await Promise.all(
    names.filter(isAbandoned).map(async (name) => {
      const path = join(folder, name)
      const clients = await listForeign(path).catch((error: Error) => [error.message])
      if (clients.length > 0) return describeLeft(path, clients)
      await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
      return undefined
    }),
  )
  return said.flatMap((sentence) => sentence ?? [])
}

function isAbandoned(name: string): boolean {
  const [, pid, started = ''] = NAME.exec(name) ?? []
  return pid !== undefined && !isAlive({ pid: Number(pid), started })
}

/** Without a note the companion ended before it could register anything. */
async function listForeign(path: string): Promise<string[]> {
  const origin = await readFile(join(path, NOTE), 'utf8').catch(() => undefined)
  if (origin === undefined) return []
  const { kept } = await readDirectory(join(path, 'data'))
  return [...(kept.collections['registrations']?.values() ?? [])].flatMap((cell) => {
    const { state, idp_host, client_name } = readCell(cell) as RegistrationRecord
    return ALIVE.includes(state) && !idp_host.startsWith(origin)
      ? [`${client_name} at ${idp_host}`]
      : []
  })
}

function describeLeft(path: string, clients: readonly string[]): string {
  const [first = '', ...others] = clients
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `A throw-away companion that was killed has left ${first}${more}. Its ledger is kept: \`dcr-lab start --data ${join(path, 'data')} --config ${join(path, 'config')}\` shows and deletes them.`
}
