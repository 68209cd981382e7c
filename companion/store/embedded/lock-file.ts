import { readFileSync } from 'node:fs'
import { open, readFile, unlink } from 'node:fs/promises'
import { AppError } from '#shared/errors/app-error.ts'

/** A process, told apart from a later one with its id. */
export interface Holder {
  pid: number
  /** Start time of the process in kernel ticks; empty where the system does not report it. */
  started: string
}

/**
 * Claims a data directory for this process.
 *
 * @returns A function that releases the claim.
 * @throws AppError `STORE_LOCKED` when a living process holds it.
 */
export async function claimLock(path: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const claimed = await tryClaim(path)
    if (claimed) return () => unlink(path).catch(() => undefined)
    const holder = await readHolder(path)
    if (holder && isAlive(holder)) {
      throw new AppError('STORE_LOCKED', {
        detail: `Process ${holder.pid} already uses the data directory of ${path}.`,
        hint: 'Stop that companion first, or start this one with another --data directory.',
      })
    }
    await unlink(path).catch(() => undefined)
  }
  throw new AppError('STORE_LOCKED', { detail: `${path} is contended; try again.` })
}

async function tryClaim(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600)
    const holder: Holder = { pid: process.pid, started: readStartTime(process.pid) }
    await file.writeFile(JSON.stringify(holder))
    await file.sync()
    await file.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

/** Whether the process that wrote this still runs. */
export function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const [state, ...rest] = readStat(pid)
  // A new process may have the id of an ended one; an ended one may wait for a parent that never asks.
  return state !== 'Z' && started === (rest[18] ?? '')
}

/** Start time of a process in kernel ticks; empty where the system does not report it. */
export function readStartTime(pid: number): string {
  return readStat(pid)[19] ?? ''
}

/** What Linux says of a process, from its state on. @see proc_pid_stat(5) */
function readStat(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
