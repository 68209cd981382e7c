import type { Exchange } from '#shared/contract/exchange.ts'
import type { Verdict, VerdictCheck } from '#shared/contract/verdict.ts'
import { findJwt } from '../../lib/jwt.ts'
import { loseMiddle } from './message-lines.ts'

/** Two values that do not go together, as a room reads them. */
export interface UnlikePair {
  left: { label: string; value: string }
  right: { label: string; value: string }
  /** Said between the two. */
  sign: '≠' | '<' | ''
}

const VALUE_CHARACTERS = 28

/** The values that the failed check compared; nothing where the check compares none. */
export function readUnlikePair(verdict: Verdict, exchange: Exchange): UnlikePair | undefined {
  const failed = verdict.checks.find(({ state }) => state === 'failed')
  if (!failed) return undefined
  const { aud, iss } = readClaims(exchange)
  switch (failed.id) {
    case 'audience':
      return pair(
        ['The token is for', aud],
        ['This API accepts only', find(failed, 'Allowed')],
        '≠',
      )
    case 'issuer':
      return pair(
        ['The token is from', iss],
        ['This API accepts only', find(failed, 'Allowed')],
        '≠',
      )
    case 'time':
      return pair(
        ['The token ended', find(failed, 'exp')],
        ['The gateway’s clock', find(failed, 'Gateway clock')],
        '<',
      )
    case 'key':
      return pair(
        ['The token names the key', find(failed, 'kid')],
        ['Not in the key set', find(failed, 'Key set')],
        '≠',
      )
    case 'policy':
      return pair(
        ['The token’s policy', 'none'],
        ['The API’s default', find(failed, 'Default policies')],
        '',
      )
    default:
      return undefined
  }
}

function pair(
  [leftLabel, left]: [string, string | undefined],
  [rightLabel, right]: [string, string | undefined],
  sign: UnlikePair['sign'],
): UnlikePair | undefined {
  if (left === undefined || right === undefined) return undefined
  return {
    left: { label: leftLabel, value: loseMiddle(tellTime(left), VALUE_CHARACTERS) },
    right: { label: rightLabel, value: loseMiddle(tellTime(right), VALUE_CHARACTERS) },
    sign,
  }
}

function find({ evidence }: VerdictCheck, label: string): string | undefined {
  return evidence.find((one) => one.label === label)?.value
}

/** Seconds since the epoch with their moment: people read the moment. */
export function tellTime(value: string): string {
  const [, moment] = /^\d+ \((\d{4}-\d\d-\d\dT[\d:.]+Z)\)$/.exec(value) ?? []
  return moment === undefined ? value : new Date(moment).toLocaleTimeString()
}

function readClaims({ request }: Exchange): { aud?: string; iss?: string } {
  const jwt = request.headers
    .map(([, value]) => findJwt(value))
    .find((found) => found !== undefined)
  const { aud, iss } = jwt?.claims ?? {}
  return {
    ...(typeof iss === 'string' && { iss }),
    ...(typeof aud === 'string' && { aud }),
    ...(Array.isArray(aud) && { aud: aud.join(', ') }),
  }
}
