import type { RequestHandler } from 'express'

/**
 * Lets one request at a time through to each client. oidc-provider reads a client, awaits, and writes it
 * whole: of two requests with the same token both would be answered, and one would be undone.
 */
export function oneAtATime(): RequestHandler {
  const last = new Map<string, Promise<void>>()
  return async ({ path }, response, next) => {
    if (path === '/') return next()
    const before = last.get(path)
    const closed = new Promise<void>((resolve) => void response.once('close', resolve))
    const own = (before ?? Promise.resolve()).then(() => closed)
    last.set(path, own)
    void own.then(() => last.get(path) === own && last.delete(path))
    await before
    next()
  }
}
