import { isServersOwn, isUnknownPath, renderErrorBody } from './error-body.ts'
import { isPlainAnswer } from './own-answers.ts'
import type { Refusal } from './refusal.ts'

/** An answer that the gateway makes itself. */
export interface OwnAnswer {
  status: number
  /** Alternating names and values, without the length and the verdict's id. */
  headers: string[]
  text: string
  /** The text of the refusal for the caller. */
  error: string
}

/**
 * The answer that Tyk would give.
 *
 * @param requestMediaType - XML is answered with XML.
 */
export function renderTykAnswer(refusal: Refusal, requestMediaType: string | undefined): OwnAnswer {
  const { status, error, location } = refusal
  if (location !== undefined) return { status, headers: ['Location', location], text: '', error }
  const { mediaType, text } = renderErrorBody(refusal, requestMediaType)
  const headers = ['Content-Type', mediaType]
  if (isServersOwn(refusal)) headers.push('X-Content-Type-Options', 'nosniff')
  else if (!isUnknownPath(refusal) && !isPlainAnswer(refusal)) headers.push('X-Generator', 'tyk.io')
  return { status, headers, text, error }
}
