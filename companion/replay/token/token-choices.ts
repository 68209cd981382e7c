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
  /** A proof for one request that a token is bound to a key (DPoP); `undefined` where it is not. */
  prove: (
    record: TokenRecord,
    call: { method: string; url: URL; token: string },
  ) => Promise<string | undefined>
  /** A token that was given for one run, by `client:NAME`. */
  given?: (ref: string) => string | undefined
}

/** What a choice sends. */
export interface ChosenToken {
  /** Value of the Authorization header; `undefined` for none, and for one that a preview does not ask for. */
  authorization: string | undefined
  /** Makes the DPoP header of a request, for a token that is bound to a key. */
  prove?: (call: { method: string; url: URL }) => Promise<string | undefined>
  /** The choice in a few words, as the name of an attempt. */
  name: string
  /** What is sent, as a sentence. */
  words: string
}

export type ChoiceOf<Kind extends TokenChoice['kind']> = Extract<TokenChoice, { kind: Kind }>

const SCHEMES = new Map([
  ['bearer', 'Bearer'],
  ['dpop', 'DPoP'],
])

/** What a request carries to send a token: `Bearer` unless the provider said otherwise. */
export function carryToken(
  deps: Pick<TokenDeps, 'prove'>,
  record: TokenRecord,
  token: string,
): Pick<ChosenToken, 'authorization' | 'prove'> {
  const { token_type = 'bearer', dpop_key } = record
  const scheme = SCHEMES.get(token_type.toLowerCase()) ?? token_type
  return {
    authorization: `${scheme} ${token}`,
    ...(dpop_key !== undefined && { prove: (call) => deps.prove(record, { ...call, token }) }),
  }
}

/** A time as words have it, to the second, in UTC. */
export function writeTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
