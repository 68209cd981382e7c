import type {
  ClientBehaviour,
  ExaminedPlace,
  Examination,
  LAYERS,
} from '#shared/contract/doctor.ts'
import { DEFAULT_DIALECT, type DialectId, DIALECTS } from '#shared/idp/dialects.ts'

import type { Order } from './doctor-store.ts'

type Layer = (typeof LAYERS)[number]

/** Titles of the stages of a client's calls. */
export const LAYER_WORDS: Record<Layer, { title: string; about: string }> = {
  network: { title: 'Network', about: 'A server answers at the address.' },
  discovery: { title: 'Discovery', about: 'The metadata says where to register.' },
  registration: {
    title: 'Registration',
    about: 'The client is registered with the metadata that it asked for.',
  },
  management: { title: 'Management', about: 'The client can be read and changed.' },
  token: { title: 'Token', about: 'The client gets a token.' },
  keys: { title: 'Keys', about: 'The token’s signature can be checked.' },
  gateway: { title: 'Gateway', about: 'The token has the claims that a gateway needs.' },
  ledger: { title: 'Ledger', about: 'No client is left behind.' },
}

/** The way back to where an examination began. */
export const BACK_LABELS: Record<ExaminedPlace['kind'], string> = {
  step: 'Back to the step',
  exchange: 'Back to the exchange',
  verdict: 'Back to the verdict',
  client: 'Back to the client',
}

/** Where an order begins, before it is examined. */
export function readPlace(order: Order): ExaminedPlace | undefined {
  const { exchange, verdict, registration } = order
  if (exchange !== undefined) return { kind: 'exchange', id: exchange }
  if (verdict !== undefined) return { kind: 'verdict', id: verdict }
  return registration === undefined ? undefined : { kind: 'client', id: registration }
}

export const CLIENT_KINDS: Record<ClientBehaviour['kind'], string> = {
  tool: 'A tool, such as this one',
  mcp_host: 'An MCP host',
  browser: 'A page in a browser',
  conformance_suite: 'A conformance suite',
  gateway: 'A gateway or developer portal',
}

/** What a dialect of the embedded provider is called. */
export function nameDialect(dialect: DialectId): string {
  const { label, provider } = DIALECTS[dialect]
  if (provider !== 'other') return `Embedded ${label}`
  return `Embedded, ${label.charAt(0).toLowerCase()}${label.slice(1)}`
}

/** What was examined. */
export function nameTarget({ host, dialect = DEFAULT_DIALECT }: Examination['order']): string {
  return host ?? nameDialect(dialect)
}

export interface Outcome {
  tone: 'ok' | 'warn' | 'bad'
  text: string
}

/**
 * How an examination ended, in a sentence.
 *
 * @param failedStep - The step that fails all the same: then nothing is called right.
 */
export function describeOutcome({ findings }: Examination, failedStep?: string): Outcome {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  if (errors > 0)
    return {
      tone: 'bad',
      text:
        errors === 1 ? '1 thing is wrong.' : `${errors} things are wrong; the first is the cause.`,
    }
  if (warnings > 0)
    return {
      tone: 'warn',
      text: `No error was found; ${warnings === 1 ? '1 thing deserves' : `${warnings} things deserve`} a look.`,
    }
  if (failedStep !== undefined)
    return {
      tone: 'warn',
      text: `A new client went the whole way, and “${failedStep}” is still failed: what is wrong belongs to this run’s own client, its token or what was typed. Look at the step’s exchange.`,
    }
  return {
    tone: 'ok',
    text: 'Nothing is wrong: a client registers, gets a token, and the API answers.',
  }
}
