import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { KitMessage, KitOrder } from '../../../companion/cli/kit/kit-messages.ts'
import { createLightClient } from './light-client.ts'
import { KIT_PROGRAM } from './package-root.ts'

/** The companion of one test worker: free ports, its own data, keys and identity provider. */
export interface KitCompanion {
  addresses: Addresses
  /** Client of the control API. */
  api: ApiClient
  /** The control API's bearer token, for programs that call the companion themselves. */
  token: string
  /** With what the extension pairs next. */
  pairingCode(): string
  /** The last exchange that a test has seen; what is newer belongs to the test that runs. */
  newestExchange: string | undefined
  /** Puts every record back to what it was at the start, but clients that were not deleted at a provider outside. */
  restore(): Promise<void>
  /** Ends the process; its directory is gone then, unless a client could not be deleted. */
  close(): Promise<void>
}

/**
 * Starts the companion as a process of its own, which ends when this one does: it watches the channel
 * between the two, so `kill -9` of a worker leaves nothing behind.
 *
 * @throws Error with the companion's own words when it does not start.
 */
export async function openCompanion(): Promise<KitCompanion> {
  const child = spawn(process.execPath, [KIT_PROGRAM], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A signal to the worker's group must not end the companion before it has cleaned up.
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  const inbox = openInbox(child)
  // Node loads its fetch when it is first used; the companion starts meanwhile.
  void new Headers()
  const { addresses, token, operations } = await inbox.ready
  child.unref()
  child.channel?.unref()
  return {
    addresses,
    token,
    api: createLightClient({ origin: addresses.control, token }, operations),
    pairingCode: () => inbox.pairingCode(),
    newestExchange: undefined,
    restore: () => inbox.restore(),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.ref()
      const exited = once(child, 'exit')
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

interface Inbox {
  ready: Promise<Extract<KitMessage, { type: 'ready' }>>
  pairingCode(): string
  restore(): Promise<void>
}

function openInbox(child: ChildProcess): Inbox {
  let pairingCode = ''
  let orders = 0
  const waiting = new Map<number, (message: string | undefined) => void>()
  const ready = new Promise<Extract<KitMessage, { type: 'ready' }>>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      const words = `The companion of this test worker ended (${signal ?? `exit code ${code}`}).`
      reject(new Error(`${words} Its own words, if any, are above.`))
      for (const answer of waiting.values()) answer(words)
    })
    child.on('message', (message: KitMessage) => {
      if ('pairingCode' in message) pairingCode = message.pairingCode
      if (message.type === 'ready') resolve(message)
      if (message.type === 'failed')
        reject(new Error(`The companion of this test worker did not start: ${message.message}`))
      if (message.type === 'restored') waiting.get(message.id)?.(message.message)
    })
  })
  return {
    ready,
    pairingCode: () => pairingCode,
    restore: () =>
      new Promise((resolve, reject) => {
        const id = (orders += 1)
        waiting.set(id, (problem) => {
          waiting.delete(id)
          if (problem === undefined) resolve()
          else reject(new Error(`The companion could not be put back: ${problem}`))
        })
        const order: KitOrder = { type: 'restore', id }
        if (child.connected) child.send(order)
        else waiting.get(id)?.('it has ended')
      }),
  }
}
