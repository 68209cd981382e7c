import type { Row } from './row.ts'
import type { RunningServer } from './scene.ts'

/** From where a server comes. `address`: somebody runs it already. */
export type Origin = 'npm' | 'pypi' | 'maven' | 'address'

/** A server of other people. */
export interface InteropServer {
  name: string
  title: string
  version: string
  from: Origin
  /**
   * Obtains the server and starts it on free ports of 127.0.0.1.
   *
   * @throws NotObtained when something is missing that the lab does not bring: a runtime, the network, an
   * address. Anything else that is thrown is a fault.
   */
  start: () => Promise<RunningServer>
  rows: () => Row[]
  /**
   * Whether the environment names the server. Given for servers that are tried only when they are named, there
   * or on the command line.
   */
  isNamed?: () => boolean
}
