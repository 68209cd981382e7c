import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'

const PROGRAM = join(import.meta.dirname, '..', '..', 'scripts', 'dcr-lab.mjs')

/** The built companion, run as users run it, in temporary directories. */
export interface CompanionProcess {
  addresses: Addresses
  pairingCode: string
  token: string
  client: ApiClient
  /** Options that make another companion listen on the same ports. */
  ports: string[]
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export async function startCompanion(
  root: string,
  ports: readonly string[] = ['--port', '0'],
): Promise<CompanionProcess> {
  const token = 'test-token-'.padEnd(43, 'x')
  const args = ['--json', '--data', join(root, 'data'), '--config', join(root, 'config'), ...ports]
  const child = spawn(process.execPath, [PROGRAM, 'start', ...args], {
    env: { ...process.env, DCR_LAB_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ready = (await readLine(child)) as { addresses: Addresses; pairing_code: string }
  return {
    addresses: ready.addresses,
    pairingCode: ready.pairing_code,
    token,
    client: createApiClient({ origin: ready.addresses.control, token }),
    ports: Object.entries(ready.addresses).flatMap(([name, address]) => [
      `--${name.replace('_', '-')}-port`,
      new URL(address).port,
    ]),
    stop: (signal = 'SIGTERM') => stopProcess(child, signal),
  }
}

/** The Okta dialect as a separate process: an external organisation. */
export interface ForeignIdp {
  host: string
  apiToken: string
  stop(): Promise<number | null>
}

export async function startForeignIdp(...options: string[]): Promise<ForeignIdp> {
  const child = spawn(process.execPath, [PROGRAM, 'idp', '--port', '0', '--json', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ready = (await readLine(child)) as { host: string; api_token: string }
  return { host: ready.host, apiToken: ready.api_token, stop: () => stopProcess(child, 'SIGTERM') }
}

async function readLine(child: ChildProcess): Promise<unknown> {
  if (!child.stdout) throw new TypeError('The process has no stdout')
  const lines = createInterface(child.stdout)
  const ended = once(child, 'close').then(() => {
    throw new Error('The process ended before it was ready')
  })
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string]
  ended.catch(() => undefined)
  return JSON.parse(line)
}

async function stopProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const closed = once(child, 'close') as Promise<[number | null]>
  child.kill(signal)
  const [code] = await closed
  return code
}
