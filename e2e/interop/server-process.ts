import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** How long a process may take to end by itself before it is killed. */
const STOP_LIMIT_MS = 5000
const POLL_MS = 200
/** How much of the output is kept for the message when it fails. */
const KEPT_CHARACTERS = 4000

export interface ServerProcess {
  /** The end of what the process wrote. */
  output: () => string
  stop: () => Promise<void>
}

export interface ServerCommand {
  program: string
  args: readonly string[]
  cwd: string
  env?: Record<string, string>
  /** Answers below 500 as soon as the server is ready. */
  readyUrl: string
  /** How long the start may take, in ms. */
  limitMs: number
}

/**
 * Starts a server in a process group of its own, so that what it starts ends with it, and waits until it
 * answers.
 *
 * @throws Error with the end of its output when it ends before, or does not answer in time.
 */
export async function startProcess(command: ServerCommand): Promise<ServerProcess> {
  const { program, args, cwd, env = {} } = command
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  const keep = (piece: Buffer): void => {
    output = (output + piece.toString()).slice(-KEPT_CHARACTERS)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new Error(`${program} ended with ${code} before it was ready:\n${output}`))
    })
  })
  const end = (): void => signalGroup(child, 'SIGKILL')
  process.once('exit', end)
  const stop = async (): Promise<void> => {
    await stopGroup(child)
    process.off('exit', end)
  }
  try {
    await Promise.race([waitForAnswer(command), failed])
  } catch (error) {
    await stop()
    throw new Error(`${String(error)}\n${output}`, { cause: error })
  } finally {
    failed.catch(() => undefined)
  }
  return { output: () => output, stop }
}

async function waitForAnswer({ readyUrl, limitMs }: ServerCommand): Promise<void> {
  const end = Date.now() + limitMs
  while (Date.now() < end) {
    const status = await fetch(readyUrl, { signal: AbortSignal.timeout(10_000) })
      .then(async (answer) => {
        await answer.body?.cancel()
        return answer.status
      })
      .catch(() => undefined)
    if (status !== undefined && status < 500) return
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS)
    })
  }
  throw new Error(`${readyUrl} did not answer within ${limitMs / 1000} s`)
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exit = once(child, 'exit')
  signalGroup(child, 'SIGTERM')
  const killer = setTimeout(() => {
    signalGroup(child, 'SIGKILL')
  }, STOP_LIMIT_MS)
  await exit
  clearTimeout(killer)
  // What the server started and did not end itself.
  signalGroup(child, 'SIGKILL')
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
