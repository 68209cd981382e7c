import type { Token } from '#shared/contract/token.ts'
import type { TokenChoice } from '#shared/contract/replay/replay-request.ts'
import type { Clock } from '../../clock/clock.ts'
import type { TokenVariants } from '../../idp/token-variants.ts'
import type { TokenRecord } from '../../store/schema.ts'
import type { FindDeps } from './find-token.ts'

export interface TokenDeps extends FindDeps {
  clock: Pick<Clock, 'now'>
  variants: TokenVariants
  /** The access token itself. */
  open: (id: string) => string
  /** Asks the provider of a client for a new token. */
  request: (order: { registration: string; scope: string; audience: string }) => Promise<Token>
  /** Opens a secret by its name, and puts secrets in the place of references. */
  openSecret: (name: string) => string
  fill: (text: string) => string
  /** A token that was given for one run, by `client:NAME`. */
  given?: (ref: string) => string | undefined
}

/** What a choice sends. */
export interface ChosenToken {
  /** Value of the Authorization header; `undefined` for none, and for one that a preview does not ask for. */
  authorization: string | undefined
  /** The choice in a few words, as the name of an attempt. */
  name: string
  /** What is sent, as a sentence. */
  words: string
}

export type ChoiceOf<Kind extends TokenChoice['kind']> = Extract<TokenChoice, { kind: Kind }>

/** `Bearer` unless the provider said otherwise. */
export function buildHeader({ token_type = 'bearer' }: TokenRecord, token: string): string {
  return `${token_type.toLowerCase() === 'bearer' ? 'Bearer' : token_type} ${token}`
}

/** A time as words have it, to the second, in UTC. */
export function writeTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
