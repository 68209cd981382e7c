import type { EndpointKind } from '#shared/faults/fault.ts'
import type { FaultInjector } from './fault-injector.ts'

/** One call to the embedded identity provider, as faults see it. */
export interface FaultCall {
  dialect: string
  method: string
  place: EndpointKind
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** The JSON body of a registration or an update, the form of a token request. */
  body: Record<string, unknown>
  injector: FaultInjector
  /** Milliseconds since the epoch, on the lab's clock. */
  now: () => number
}

/** An answer in place of the dialect's own. */
export interface FaultAnswer {
  status: number
  headers?: Record<string, string>
  /** Text is sent as HTML, anything else as JSON. */
  body?: unknown
}

export function refusal(status: number, error: string, error_description?: string): FaultAnswer {
  return { status, body: { error, ...(error_description !== undefined && { error_description }) } }
}

export function readTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
