import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'

const TOKEN = 'process-test-'.padEnd(43, 'x')
const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'scripts', 'dcr-lab.mjs')

/** A built companion as a process of its own, for what cannot be seen from inside: memory, stalls, kills. */
export interface CompanionProcess {
  process: ChildProcess
  token: string
  client: ApiClient
  addresses: Addresses
  /** Resident memory, in MiB. Linux only. */
  readMemoryMib(): number
  /** As by `kill -9`. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** @param root - Holds data and configuration; a second process finds what the first one has left. */
export async function startProcess(
  root: string,
  options: readonly string[] = [],
): Promise<CompanionProcess> {
  const places = ['--data', join(root, 'data'), '--config', join(root, 'config')]
  const companion = spawn(
    process.execPath,
    [PROGRAM, 'start', '--json', '--port', '0', ...places, ...options],
    { env: { ...process.env, DCR_LAB_TOKEN: TOKEN }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = (await once(createInterface(companion.stdout), 'line')) as [string]
  const { addresses } = JSON.parse(line) as { addresses: Addresses }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (companion.exitCode !== null || companion.signalCode !== null) return
    companion.kill(signal)
    await once(companion, 'exit')
  }
  return {
    process: companion,
    token: TOKEN,
    client: createApiClient({ origin: addresses.control, token: TOKEN }),
    addresses,
    readMemoryMib: () => readMemoryMib(companion.pid),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

function readMemoryMib(pid = 0): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}
