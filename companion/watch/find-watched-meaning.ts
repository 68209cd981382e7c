import { findMeaning } from '#shared/oauth/meaning/find-meaning.ts'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import { readObject } from '#shared/oauth/metadata/read-object.ts'

const MEANING_OF_MEMBER: Readonly<Record<string, OAuthMeaning>> = {
  authorization_endpoint: 'authorization',
  token_endpoint: 'token',
  registration_endpoint: 'registration',
  jwks_uri: 'key_set',
  introspection_endpoint: 'introspection',
  revocation_endpoint: 'revocation',
  userinfo_endpoint: 'user_info',
  pushed_authorization_request_endpoint: 'pushed_authorization',
  device_authorization_endpoint: 'device_authorization',
  end_session_endpoint: 'end_session',
}

/** What requests at one origin are for. */
export interface WatchedMeanings {
  /** @param path - With its query. */
  find: (method: string, path: string) => OAuthMeaning
  /** Takes the names of endpoints from a metadata document, as the server wrote it. */
  learn: (text: string) => void
}

/**
 * @param origin - Of the real server.
 * @param resourcePath - Below it lies the API; `undefined` where the origin has none.
 */
export function createMeanings(origin: string, resourcePath?: string): WatchedMeanings {
  const learnt = new Map<string, OAuthMeaning>()
  const below = resourcePath?.replace(/\/$/, '')
  return {
    find(method, path) {
      if (method === 'OPTIONS') return 'preflight'
      const [pathname = ''] = path.split('?', 1)
      const known = learnt.get(pathname)
      if (known === 'registration' && method !== 'POST') return 'client_management'
      if (known) return known
      const isCall = below !== undefined && `${pathname}/`.startsWith(`${below}/`)
      if (isCall && below !== '' && !pathname.includes('/.well-known/')) return 'api_call'
      const guessed = findMeaning(method, path)
      return guessed === 'other' && isCall ? 'api_call' : guessed
    },
    learn(text) {
      for (const [member, value] of Object.entries(readObject(text) ?? {})) {
        const meaning = MEANING_OF_MEMBER[member]
        if (!meaning || typeof value !== 'string' || !URL.canParse(value)) continue
        const url = new URL(value)
        if (url.origin === origin) learnt.set(url.pathname, meaning)
      }
    },
  }
}
