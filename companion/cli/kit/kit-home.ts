import { randomBytes } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { xdg } from '../../directories.ts'
import { isAlive, readStartTime } from '../../store/embedded/lock-file.ts'
import { makeDirectory } from '../../store/embedded/make-directory.ts'

/**
 * The directories of one companion of a test worker. They lie outside of the directory for temporary
 * files: as long as a client may be left at a provider, the ledger has to survive a reboot.
 */
export interface KitHome {
  path: string
  data: string
  config: string
  /** Origin of the embedded identity provider, whose clients end with the companion. */
  embeddedIdp: string | undefined
}

/** Where the homes lie: `DCR_LAB_KIT_DIR`, or `dcr-lab/kit` in the user's directory for state. */
export function findKitDirectory(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env['DCR_LAB_KIT_DIR'] || join(xdg('STATE', env), 'dcr-lab', 'kit'))
}

/** @throws AppError `DIRECTORY_UNUSABLE`. */
export async function makeHome(directory: string): Promise<KitHome> {
  const home = at(join(directory, nameOwn()), undefined)
  await makeDirectory(home.path)
  return home
}

/** Notes which clients will end with this companion. */
export function noteEmbeddedIdp(home: KitHome, origin: string): Promise<void> {
  return writeFile(join(home.path, 'embedded-idp'), origin, { mode: 0o600 })
}

/**
 * Takes over a home whose companion was killed, under a name of this process, so that no other process
 * takes it, too.
 *
 * @returns The homes that were taken over.
 */
export async function takeAbandonedHomes(directory: string): Promise<KitHome[]> {
  const names = await readdir(directory).catch(() => [])
  const homes = await Promise.all(names.filter(isAbandoned).map((name) => take(directory, name)))
  return homes.flatMap((home) => home ?? [])
}

export function removeHome({ path }: KitHome): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 3 })
}

async function take(directory: string, name: string): Promise<KitHome | undefined> {
  const path = join(directory, nameOwn())
  try {
    await rename(join(directory, name), path)
  } catch {
    return undefined
  }
  const origin = await readFile(join(path, 'embedded-idp'), 'utf8').catch(() => undefined)
  return at(path, origin)
}

function at(path: string, embeddedIdp: string | undefined): KitHome {
  return { path, data: join(path, 'data'), config: join(path, 'config'), embeddedIdp }
}

function nameOwn(): string {
  return `${process.pid}-${readStartTime(process.pid)}-${randomBytes(4).toString('hex')}`
}

function isAbandoned(name: string): boolean {
  const [, pid, started = ''] = /^(\d+)-(\d*)-[0-9a-f]{8}$/.exec(name) ?? []
  return pid !== undefined && !isAlive({ pid: Number(pid), started })
}
