import type { Refusal } from './refusal.ts'
import type { Reply } from './reply.ts'

/**
 * A refusal, the gateway's own answer, or neither, in which case the request is forwarded to the upstream.
 */
export type Outcome = Refusal | Reply | undefined
