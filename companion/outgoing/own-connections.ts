import type { Socket } from 'node:net'
import { isLoopbackAddress } from './blocked-address.ts'

/** Milliseconds for which a closed connection is still known: its request may be read after its end. */
const KNOWN_MS = 2_000

/**
 * The connections that this program has opened to listeners on its own machine. A listener of its own tells
 * by them what it was sent by the program itself, which has recorded the request where it was sent.
 */
export interface OwnConnections {
  /** Takes note of a connection that was opened. */
  note: (socket: Socket) => void
  /** Whether the other end of an accepted connection is one of them. */
  has: (accepted: Socket) => boolean
}

export function createOwnConnections(): OwnConnections {
  const open = new Set<string>()
  return {
    note(socket) {
      const { localPort, remotePort, remoteAddress } = socket
      if (remoteAddress === undefined || !isLoopbackAddress(remoteAddress)) return
      const key = `${localPort}>${remotePort}`
      open.add(key)
      socket.once('close', () => setTimeout(() => open.delete(key), KNOWN_MS).unref())
    },
    has: ({ remotePort, localPort }) => open.has(`${remotePort}>${localPort}`),
  }
}
