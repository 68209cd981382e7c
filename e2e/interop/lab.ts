import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'

const STOP_LIMIT_MS = 5000
/** Longer than any command takes on a busy machine. */
const COMMAND_LIMIT_MS = 180_000
const TOKEN = 'interop-'.padEnd(43, 'x')

export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
}

/** The product as people run it: its companion, its control API, its commands. */
export interface Lab {
  client: ApiClient
  addresses: Addresses
  /** What another program needs in its environment to work with this companion. */
  env: Record<'DCR_LAB_COMPANION' | 'DCR_LAB_TOKEN', string>
  /** Runs a command of bin/dcr-lab.mjs at this companion. */
  run(args: readonly string[], env?: Record<string, string>): Promise<CommandResult>
  stop(): Promise<void>
}

/** Starts a companion with directories that go when it ends. */
export async function startLab(program: string): Promise<Lab> {
  const env = { ...process.env, DCR_LAB_TOKEN: TOKEN }
  const child = spawn(
    process.execPath,
    [program, 'start', '--ephemeral', '--no-open', '--json', '--log-level', 'silent'],
    // Ctrl-C is for the frame, which then cleans up with the companion; that ends with the frame.
    { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  )
  const ended = once(child, 'exit').then(() => {
    throw new Error('The companion ended before it was ready')
  })
  ended.catch(() => undefined)
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [
    string,
  ]
  const { addresses } = JSON.parse(line) as { addresses: Addresses }
  return {
    client: createApiClient({ origin: addresses.control, token: TOKEN }),
    addresses,
    env: { DCR_LAB_COMPANION: addresses.control, DCR_LAB_TOKEN: TOKEN },
    run: (args, more = {}) =>
      runCommand([program, ...args, '--companion', addresses.control], { ...env, ...more }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill()
      const killer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
      await exit
      clearTimeout(killer)
    },
  }
}

async function runCommand(args: string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  const child = spawn(process.execPath, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: COMMAND_LIMIT_MS,
    killSignal: 'SIGKILL',
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (piece: Buffer) => {
    stdout += piece.toString()
  })
  child.stderr.on('data', (piece: Buffer) => {
    stderr += piece.toString()
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}
