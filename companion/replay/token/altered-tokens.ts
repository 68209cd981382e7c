import { decodeJwt } from 'jose'
import type { TokenRecord } from '../../store/schema.ts'
import { refuseInput } from '../refuse-input.ts'
import { findToken, nameOwner } from './find-token.ts'
import {
  carryToken,
  type ChoiceOf,
  type ChosenToken,
  type TokenDeps,
  writeTime,
} from './token-choices.ts'

const HOUR_SECONDS = 3600

/**
 * A token that ended an hour ago: the kept one where it has ended; else a copy signed by the embedded
 * provider; else another token of the client that has ended.
 *
 * @throws AppError `INPUT_INVALID` when there is none, with what to do.
 */
export async function chooseExpired(
  deps: TokenDeps,
  { token }: ChoiceOf<'expired'>,
): Promise<ChosenToken> {
  const record = findToken(deps, token)
  const owner = nameOwner(deps, record)
  const nowMs = deps.clock.now()
  const ended = [record, ...listOthersOf(deps, record)].find(
    ({ expires_at }) => expires_at !== undefined && Date.parse(expires_at) <= nowMs,
  )
  const name = 'Expired'
  if (ended === record) return sendKept(deps, ended, { name, owner })
  const nowSeconds = Math.floor(nowMs / 1000)
  const copy = await deps.variants.issue(deps.open(record.id), (claims) => ({
    ...claims,
    iat: nowSeconds - 2 * HOUR_SECONDS,
    ...(claims.nbf !== undefined && { nbf: nowSeconds - 2 * HOUR_SECONDS }),
    exp: nowSeconds - HOUR_SECONDS,
  }))
  if (copy !== undefined)
    return {
      name,
      ...carryToken(deps, record, copy),
      words: `A copy of the token of ${owner} that ended an hour ago, at ${writeTime(nowMs - HOUR_SECONDS * 1000)}; the embedded provider signed it with its own key.`,
    }
  if (ended) return sendKept(deps, ended, { name, owner })
  throw refuseInput(
    'token',
    `No token of ${owner} that has ended is kept, and only its provider can sign one.`,
    `Wait until the token ends${record.expires_at === undefined ? '' : ` at ${writeTime(Date.parse(record.expires_at))}`}, or move the lab's clock on the Scenarios page: the gateway follows it.`,
  )
}

function sendKept(
  deps: TokenDeps,
  record: TokenRecord,
  { name, owner }: { name: string; owner: string },
): ChosenToken {
  const end = writeTime(Date.parse(record.expires_at ?? record.obtained_at))
  return {
    name,
    ...carryToken(deps, record, deps.open(record.id)),
    words: `The kept token of ${owner} that ended at ${end}.`,
  }
}

/**
 * A token for another audience: a copy signed by the embedded provider, else a kept token of the client
 * that is for another one.
 *
 * @throws AppError `INPUT_INVALID` when there is none, with what to do.
 */
export async function chooseOtherAudience(
  deps: TokenDeps,
  { token, audience }: ChoiceOf<'other_audience'>,
): Promise<ChosenToken> {
  const record = findToken(deps, token)
  const owner = nameOwner(deps, record)
  const value = deps.open(record.id)
  const before = readAudience(value)
  const name = `For ${audience}`.slice(0, 200)
  const copy = await deps.variants.issue(value, (claims) => ({ ...claims, aud: audience }))
  if (copy !== undefined)
    return {
      name,
      ...carryToken(deps, record, copy),
      words: `A copy of the token of ${owner} with the audience ${audience} instead of ${before || 'none'}; the embedded provider signed it with its own key.`,
    }
  const other = listOthersOf(deps, record).find(
    ({ id }) => readAudience(deps.open(id)) === audience,
  )
  if (other)
    return {
      name,
      ...carryToken(deps, other, deps.open(other.id)),
      words: `The kept token of ${owner} for ${audience}, got at ${writeTime(Date.parse(other.obtained_at))}.`,
    }
  throw refuseInput(
    'token',
    `No token of ${owner} for ${audience} is kept, and only its provider can sign one.`,
    'Get a token for that audience on the Tokens page, then choose it by name.',
  )
}

/** The kept token with one character of its signature changed. */
export function chooseBrokenSignature(
  deps: TokenDeps,
  { token }: ChoiceOf<'broken_signature'>,
): ChosenToken {
  const record = findToken(deps, token)
  const value = deps.open(record.id)
  const isJwt = value.split('.').length === 3
  const at = isJwt ? value.lastIndexOf('.') + 1 : 0
  const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1)
  const owner = nameOwner(deps, record)
  return {
    name: 'Broken signature',
    ...carryToken(deps, record, changed),
    words: isJwt
      ? `The kept token of ${owner} with the first character of its signature changed.`
      : `The kept token of ${owner} with its first character changed: it is no JWT and has no signature.`,
  }
}

/** Other kept tokens of the same client, the newest first. */
function listOthersOf({ tokens }: TokenDeps, { id, registration }: TokenRecord): TokenRecord[] {
  if (registration === undefined) return []
  return tokens.filter((other) => other.registration === registration && other.id !== id).reverse()
}

function readAudience(token: string): string {
  try {
    return [decodeJwt(token).aud ?? []].flat().join(', ')
  } catch {
    return ''
  }
}
