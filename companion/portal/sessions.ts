import { randomBytes } from 'node:crypto'
import { parseCookie } from 'cookie'
import { PORTAL_COOKIE as COOKIE } from '#shared/contract/own-cookies.ts'
import type { Request, Response } from 'express'

const LIFETIME_MS = 8 * 60 * 60 * 1000
const CAPACITY = 1000

/** The portal's sessions. Kept in memory: a restart signs all developers out. */
export interface Sessions {
  open(response: Response, developerId: string): void
  find(request: Request): string | undefined
  close(request: Request, response: Response): void
  /** Ends all sessions of a developer, in every browser. */
  closeAll(developerId: string): void
}

export interface SessionsDeps {
  now?: () => number
  /** The id of a session is a secret. */
  remember: (id: string) => void
}

export function createSessions({ now = Date.now, remember }: SessionsDeps): Sessions {
  const sessions = new Map<string, { developerId: string; endsAtMs: number }>()
  return {
    open(response, developerId) {
      const id = randomBytes(24).toString('base64url')
      remember(id)
      sessions.set(id, { developerId, endsAtMs: now() + LIFETIME_MS })
      for (const oldest of sessions.keys()) {
        if (sessions.size <= CAPACITY) break
        sessions.delete(oldest)
      }
      response.cookie(COOKIE, id, { httpOnly: true, sameSite: 'strict', path: '/' })
    },
    find(request) {
      const session = sessions.get(readCookie(request))
      return session && session.endsAtMs > now() ? session.developerId : undefined
    },
    closeAll(developerId) {
      for (const [id, session] of sessions)
        if (session.developerId === developerId) sessions.delete(id)
    },
    close(request, response) {
      sessions.delete(readCookie(request))
      response.clearCookie(COOKIE, { httpOnly: true, sameSite: 'strict', path: '/' })
    },
  }
}

function readCookie(request: Request): string {
  return parseCookie(request.headers.cookie ?? '')[COOKIE] ?? ''
}
