import { randomUUID } from 'node:crypto'
import type { TokenEndpointResponse } from 'openid-client'
import type { FlowOrder, Token, TokenOrder } from '#shared/contract/token.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import type { Clock } from '../clock/clock.ts'
import { tokenPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { TokenRecord } from '../store/schema.ts'
import type { Tables } from '../store/tables.ts'
import { type DpopKeys, sealDpopKeys } from './dpop-keys.ts'
import { presentToken } from './present-token.ts'

interface Obtained {
  order: TokenOrder | FlowOrder
  answer: TokenEndpointResponse
  keys: DpopKeys | undefined
  run: string | undefined
  /** The ended token that this one replaces. */
  renewedFrom?: string | undefined
}

/** Stores a token from a provider. @returns The token as the control API shows it. */
export async function keepToken(
  { tables, vault, clock }: { tables: Tables<'tokens'>; vault: Vault; clock: Clock },
  obtained: Obtained,
): Promise<Token> {
  const record = await buildRecord(vault, obtained, clock.now())
  return tables.transact((transaction) => {
    transaction.put('tokens', record.id, record)
    return presentToken(transaction.require('tokens', record.id))
  })
}

/**
 * The record of a token: its secrets are sealed, its end is counted from now.
 *
 * @param nowMs - Milliseconds since the epoch, on the lab's clock.
 *
 * @see [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)
 */
async function buildRecord(
  vault: Vault,
  { order, answer, keys, run, renewedFrom }: Obtained,
  nowMs: number,
): Promise<TokenRecord> {
  const id = randomUUID()
  const { access_token, refresh_token, expires_in, scope, token_type } = answer
  return {
    id,
    registration: order.registration,
    ...(run !== undefined && { run }),
    grant: order.grant,
    token_type,
    audience: order.audience,
    ...(order.resource !== undefined && { resource: order.resource }),
    ...(renewedFrom !== undefined && { renewed_from: renewedFrom }),
    ...(keys && { dpop_key: await sealDpopKeys(vault, id, keys) }),
    access_token: vault.seal(access_token, tokenPlace(id)),
    access_token_mask: maskSecret(access_token),
    ...(refresh_token !== undefined && {
      refresh_token: vault.seal(refresh_token, tokenPlace(id, 'refresh_token')),
    }),
    ...(scope !== undefined && { scope }),
    obtained_at: new Date(nowMs).toISOString(),
    ...(expires_in !== undefined && {
      expires_at: new Date(nowMs + expires_in * 1000).toISOString(),
    }),
  }
}
