import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '..')

/**
 * The built companion as a process of its own, which tells how long its event loop was held.
 *
 * @param {string[]} args - Of `dcr-lab start`.
 */
export async function startCompanion(...args) {
  const began = performance.now()
  const program = join(ROOT, 'bin', 'dcr-lab.mjs')
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(ROOT, 'bench', 'lag.mjs'),
      program,
      'start',
      '--json',
      '--no-open',
      '--port',
      '0',
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  )
  const [line] = await once(createInterface(child.stdout), 'line')
  const ready_ms = performance.now() - began
  const { addresses, token } = JSON.parse(line)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return {
    ready_ms,
    addresses,
    /** Calls the control API, and throws unless it answers 2xx. */
    call: async (path, init = {}) => {
      const answer = await fetch(addresses.control + path, { ...init, headers })
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
      return answer.arrayBuffer()
    },
    /** @returns Milliseconds for which the event loop was held at most since the last question. */
    lag: async () => {
      const told = once(child, 'message')
      child.send('lag')
      const [message] = await told
      return message.max_ms
    },
    /** @param {'VmRSS' | 'VmHWM'} name @returns MiB. */
    memory: (name) => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
    },
    stop: () => child.kill('SIGKILL'),
  }
}
