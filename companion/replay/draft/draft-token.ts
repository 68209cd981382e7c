import type { Exchange } from '#shared/contract/exchange.ts'
import type { TokenChoice } from '#shared/contract/replay/replay-request.ts'
import { maskToken } from '../../secrets/mask-token.ts'
import type { RegistrationOutline } from '../../store/schema.ts'
import { referTo } from '../secret-references.ts'
import { findKnownSecrets, type KnownSecretsDeps } from './known-secrets.ts'

export interface DraftedToken {
  choice: TokenChoice
  note?: string | undefined
}

const NOT_KEPT = 'The token of the recorded request is not kept; choose a token before you send.'

/** The token choice that sends what a recorded Authorization header held. */
export function draftToken(deps: KnownSecretsDeps, exchange: Exchange): DraftedToken {
  const header = exchange.request.headers.find(([name]) => name.toLowerCase() === 'authorization')
  const [, scheme = '', masked = ''] = /^(?:(\S+) +)?(.*)$/.exec(header?.[1] ?? '') ?? []
  if (masked === '') return { choice: { kind: 'none' } }
  if (/^basic$/i.test(scheme)) return draftBasic(deps, masked)
  const known = findKnownSecrets(deps, masked).find(({ shown }) => shown === masked)
  if (known) return { choice: nameChoice(known.name, scheme) }
  const newest = deps.tokens
    .outlines()
    .findLast(({ run }) => run !== undefined && run === exchange.run)
  if (newest && /^(?:bearer|dpop)$/i.test(scheme))
    return {
      choice: { kind: 'kept', token: newest.id },
      note: 'The token of the recorded request is not kept; the newest token of the same run takes its place.',
    }
  return { choice: { kind: 'none' }, note: NOT_KEPT }
}

function nameChoice(secret: string, scheme: string): TokenChoice {
  const [, token] = /^token\/([^/]+)\/access_token$/.exec(secret) ?? []
  if (token !== undefined) return { kind: 'kept', token }
  return { kind: 'secret', secret, scheme }
}

/** A client that authenticated with its id and secret is known by them. */
function draftBasic({ registrations, secrets }: KnownSecretsDeps, masked: string): DraftedToken {
  const client = registrations.outlines().findLast((registration) => {
    const { id, client_id, client_secret_mask } = registration
    if (client_id === undefined || client_secret_mask === undefined) return false
    const secret = secrets.open(`registration/${id}/client_secret`)
    const pair = `${encodeForm(client_id)}:${encodeForm(secret)}`
    return maskToken(Buffer.from(pair).toString('base64')) === masked
  })
  if (!client) return { choice: { kind: 'none' }, note: NOT_KEPT }
  return { choice: basicOf(client) }
}

function basicOf({ id, client_id = '' }: RegistrationOutline): TokenChoice {
  const password = referTo(`registration/${id}/client_secret`)
  return { kind: 'basic', username: client_id, password }
}

/** @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1) */
function encodeForm(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}
