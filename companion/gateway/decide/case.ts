import type { Admissions } from './admissions.ts'
import type { Facts } from './facts.ts'
import type { DefinitionsInUse } from '../api/definitions-in-use.ts'
import type { DigestToken, TokenCache } from './token-cache.ts'
import type { VerifyTokenDeps } from './verify-token.ts'

export interface JudgeDeps extends VerifyTokenDeps {
  definitions: DefinitionsInUse
  tokens: TokenCache
  digestToken: DigestToken
  admissions: Admissions
}

/** One request during the checks; the checks fill `facts`. */
export interface Case {
  /** Id of the verdict of this request. */
  verdict: string
  method: string
  /** As written in the request line. */
  target: string
  /** The target without its query, which may hold a token. */
  path: string
  httpVersion: string
  rawHeaders: readonly string[]
  /** Whether the Host header names this listener. */
  isHostAllowed: boolean
  /** The address of the caller's socket. */
  peer: string
  /** The socket, as the key of data that is kept for the connection. */
  connection: object
  facts: Facts
}
