import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { Lab } from './lab.ts'

/** A server that answers, as the rows see it. */
export interface RunningServer {
  /** What a person would type as the identity provider's address. */
  host: string
  provider: DcrProvider
  /** What runs it, where that is not the lab's own Node. */
  program?: string
  /** A new initial access token, for servers that want one. */
  mintToken?: () => Promise<string>
  /** How many clients the server has, asked at the server itself and not at the lab. */
  countClients?: () => Promise<number>
  /** Addresses beside `host` that change with every start; the page names none of them. */
  ports: readonly number[]
  /** Ends every process of the server. */
  stop: () => Promise<void>
}

/** What a row works with. */
export interface Scene {
  lab: Lab
  server: RunningServer
}
