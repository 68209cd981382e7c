import type { Token } from '#shared/contract/token.ts'
import { formatDistance } from '../../lib/time-words.ts'

export type Grant = Token['grant']

export const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code'
export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
export const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

export const GRANT_WORDS: Record<Grant, { label: string; help: string }> = {
  client_credentials: {
    label: 'Client credentials',
    help: 'The client asks for itself (RFC 6749 §4.4).',
  },
  authorization_code: {
    label: 'Authorization code',
    help: 'A person signs in at the provider; with PKCE, state and nonce (RFC 6749 §4.1, RFC 7636).',
  },
  refresh_token: {
    label: 'Refresh token',
    help: 'A token that came with a refresh token is renewed (RFC 6749 §6).',
  },
  [DEVICE]: {
    label: 'Device',
    help: 'A person types a code in another browser (RFC 8628).',
  },
  [EXCHANGE]: {
    label: 'Token exchange',
    help: 'One token is given for another (RFC 8693).',
  },
  [JWT_BEARER]: {
    label: 'JWT bearer',
    help: 'A JWT of an issuer that the provider trusts is given for a token (RFC 7523).',
  },
}

export interface TokenLife {
  text: string
  tone: 'ok' | 'warn' | 'bad' | 'muted'
}

const SOON_MS = 5 * 60_000

/** @param nowMs - On the lab's clock. */
export function describeLife({ expires_at, revoked_at }: Token, nowMs: number): TokenLife {
  if (revoked_at !== undefined) return { text: 'Revoked', tone: 'bad' }
  if (expires_at === undefined) return { text: 'No end told', tone: 'muted' }
  const atMs = Date.parse(expires_at)
  const distance = formatDistance(atMs, nowMs)
  if (atMs <= nowMs) return { text: `Ended ${distance}`, tone: 'muted' }
  return { text: `Ends ${distance}`, tone: atMs - nowMs < SOON_MS ? 'warn' : 'ok' }
}
