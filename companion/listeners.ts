import type { Server } from 'node:http'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import { listen, originOf } from './http/listen.ts'

export const LISTENERS = ['control', 'gateway', 'idp', 'portal', 'sample_api'] as const

export type ListenerName = (typeof LISTENERS)[number]
export type Ports = Record<ListenerName, number>
export type Listeners = Record<ListenerName, Server>

const NAMES: Record<ListenerName, string> = {
  control: 'control API',
  gateway: 'gateway',
  idp: 'identity provider',
  portal: 'developer portal',
  sample_api: 'sample API',
}

/**
 * Opens the five listeners, or none of them.
 *
 * @throws AppError `PORT_TAKEN`.
 */
export async function openListeners(ports: Ports): Promise<Listeners> {
  const opening = LISTENERS.map((name) =>
    listen({ name: NAMES[name], port: ports[name], option: `--${name.replace('_', '-')}-port` }),
  )
  const settled = await Promise.allSettled(opening)
  const failure = settled.find((result) => result.status === 'rejected')
  if (failure) {
    for (const result of settled) if (result.status === 'fulfilled') result.value.close()
    throw failure.reason
  }
  const servers = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  return Object.fromEntries(LISTENERS.map((name, index) => [name, servers[index]])) as Listeners
}

export function readAddresses(listeners: Listeners): Addresses {
  return Object.fromEntries(LISTENERS.map((name) => [name, originOf(listeners[name])])) as Addresses
}

/** Stops accepting requests, lets open requests finish for a while, then closes the remaining connections. */
export async function closeListeners(listeners: Listeners, graceMs: number): Promise<void> {
  const servers = Object.values(listeners)
  const cut = setTimeout(() => {
    for (const server of servers) server.closeAllConnections()
  }, graceMs)
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve())
          server.closeIdleConnections()
        }),
    ),
  )
  clearTimeout(cut)
}
