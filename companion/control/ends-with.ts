import type { Response } from 'express'

/** Aborts when the caller closes the connection before it has the answer. */
export function endsWith(response: Response): AbortSignal {
  const abort = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) abort.abort()
  })
  return abort.signal
}
