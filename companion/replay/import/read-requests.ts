import type { ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type * as z from '#shared/zod.ts'

export interface ReadRequest {
  name: string
  /** Not checked yet, and with its secrets in clear. */
  request: z.input<typeof ReplayRequest>
}

/** What a reader found in a text. */
export interface ReadRequests {
  name: string
  requests: ReadRequest[]
  /** What was left out, and why, a sentence each. */
  warnings: string[]
}

/** A text that cannot be read. */
export function unreadable(detail: string, hint: string): AppError {
  return new AppError('IMPORT_UNREADABLE', { detail, hint })
}

/** A name for a request without one: method and path, and nothing of an address that may be a secret. */
export function nameRequest(method: string, url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url.replace(/[?#].*$|\/\/[^/]*@/gs, '')
  return `${method} ${path}`.slice(0, 200)
}
