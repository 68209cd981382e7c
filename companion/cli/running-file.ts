import { readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import * as z from '#shared/zod.ts'
import { replaceFile } from '../store/embedded/durable-file.ts'
import { makeDirectory, toDirectoryError } from '../store/embedded/make-directory.ts'

/**
 * The file with the address and token by which a program on this machine uses a running companion. Readable
 * by its owner only.
 */
const Running = z.strictObject({ pid: z.number(), addresses: Addresses, token: z.string() })

export type Running = z.infer<typeof Running>

/** @returns A function that removes the file. @throws AppError `DIRECTORY_UNUSABLE`. */
export async function writeRunningFile(
  configDir: string,
  running: Running,
): Promise<() => Promise<void>> {
  await makeDirectory(configDir)
  const path = join(configDir, `companion-${new URL(running.addresses.control).port}.json`)
  await replaceFile(path, JSON.stringify(running)).catch((error: unknown) => {
    throw toDirectoryError(configDir, error)
  })
  return () => unlink(path).catch(() => undefined)
}

/** Companions that have written such a file and whose process is alive. */
export async function findRunning(configDir: string): Promise<Running[]> {
  const names = await readdir(configDir).catch(() => [])
  const files = names.filter((name) => /^companion-\d+\.json$/.test(name)).sort()
  const found = await Promise.all(files.map((name) => readRunning(join(configDir, name))))
  return found.flatMap((running) => (running && isAlive(running.pid) ? [running] : []))
}

async function readRunning(path: string): Promise<Running | undefined> {
  try {
    return Running.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
