import type { Refusal } from './refusal.ts'
import type { Reply } from './reply.ts'

/** A refusal, an answer of the gateway's own, or neither: then the request goes on to the upstream. */
export type Outcome = Refusal | Reply | undefined
