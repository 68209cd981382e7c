import type { TokenChoice } from '#shared/contract/replay/replay-request.ts'
import type { TokenRecord } from '../../store/schema.ts'
import { refuseInput } from '../refuse-input.ts'
import { chooseBrokenSignature, chooseExpired, chooseOtherAudience } from './altered-tokens.ts'
import { findClient, findToken, nameOwner } from './find-token.ts'
import {
  carryToken,
  type ChoiceOf,
  type ChosenToken,
  type TokenDeps,
  writeTime,
} from './token-choices.ts'

/**
 * Finds, makes or asks for the token of a choice.
 *
 * @param mayAsk - False for a preview: a token that has to be asked from a provider is only described.
 * @throws AppError `INPUT_INVALID` when the choice cannot be sent, with why and what to do;
 * `TOKEN_REFUSED`, `PROVIDER_UNREACHABLE` from a provider that is asked.
 */
export async function chooseToken(
  deps: TokenDeps,
  choice: TokenChoice,
  mayAsk: boolean,
): Promise<ChosenToken> {
  switch (choice.kind) {
    case 'none':
      return { name: 'No token', authorization: undefined, words: 'No Authorization header.' }
    case 'kept':
      return chooseGiven(deps, choice.token) ?? chooseKept(deps, findToken(deps, choice.token))
    case 'fresh':
      return chooseFresh(deps, choice, mayAsk)
    case 'expired':
      return chooseExpired(deps, choice)
    case 'other_audience':
      return chooseOtherAudience(deps, choice)
    case 'broken_signature':
      return chooseBrokenSignature(deps, choice)
    case 'other_client':
      return chooseOtherClient(deps, choice)
    case 'basic':
      return chooseBasic(deps, choice)
    default:
      return chooseSecret(deps, choice)
  }
}

/** A token that was given for this run only takes the place of a kept one. */
function chooseGiven({ given }: TokenDeps, ref: string): ChosenToken | undefined {
  const token = given?.(ref)
  if (token === undefined) return undefined
  const owner = ref.replace(/^client:/, '')
  return {
    name: `Token of ${owner}`.slice(0, 200),
    authorization: `Bearer ${token}`,
    words: `The token of ${owner} that was given for this run.`,
  }
}

function chooseKept(deps: TokenDeps, record: TokenRecord): ChosenToken {
  const owner = nameOwner(deps, record)
  const { expires_at, revoked_at, dpop_key, obtained_at } = record
  const ended = expires_at !== undefined && Date.parse(expires_at) <= deps.clock.now()
  const remarks = [
    ...(expires_at === undefined
      ? []
      : [`it ${ended ? 'ended' : 'ends'} at ${writeTime(Date.parse(expires_at))}`]),
    ...(revoked_at === undefined
      ? []
      : [`its provider was told to revoke it at ${writeTime(Date.parse(revoked_at))}`]),
    ...(dpop_key === undefined ? [] : ['it is bound to a key (DPoP) and is sent with a proof']),
  ]
  const got = `The kept token of ${owner}, got at ${writeTime(Date.parse(obtained_at))}`
  return {
    name: `Token of ${owner}`.slice(0, 200),
    ...carryToken(deps, record, deps.open(record.id)),
    words: `${[got, ...remarks].join('; ')}.`,
  }
}

async function chooseFresh(
  deps: TokenDeps,
  { client, scope, audience }: ChoiceOf<'fresh'>,
  mayAsk: boolean,
): Promise<ChosenToken> {
  const { id: registration, client_name } = findClient(deps, client)
  const wanted = [
    ...(audience === '' ? [] : [`the audience ${audience}`]),
    ...(scope === '' ? [] : [`the scope ${scope}`]),
  ].join(' and ')
  const words = `A new token of ${client_name}${wanted === '' ? '' : ` with ${wanted}`}, asked from its provider for this attempt.`
  const name = (audience === '' ? 'New token' : `For ${audience}`).slice(0, 200)
  if (!mayAsk) return { name, authorization: undefined, words }
  const { id } = await deps.request({ registration, scope, audience })
  return { name, ...carryToken(deps, findToken(deps, id), deps.open(id)), words }
}

/** The newest token of another client of the same provider; one that lives before one that has ended. */
function chooseOtherClient(deps: TokenDeps, { token }: ChoiceOf<'other_client'>): ChosenToken {
  const first = findToken(deps, token)
  const own = deps.registrations.get(first.registration ?? '')
  const others = deps.tokens
    .filter(({ registration = '' }) => {
      const client = deps.registrations.get(registration)
      return client !== undefined && client.id !== own?.id && client.idp_host === own?.idp_host
    })
    .reverse()
  const lives = ({ expires_at }: TokenRecord): boolean =>
    expires_at === undefined || Date.parse(expires_at) > deps.clock.now()
  const other = others.find(lives) ?? others[0]
  if (other) return { ...chooseKept(deps, other), name: 'Another client’s token' }
  throw refuseInput(
    'token',
    'No token of another client of the same provider is kept.',
    'Register a second client, get a token for it on the Tokens page, then choose again.',
  )
}

/** @see [RFC 7617 §2](https://www.rfc-editor.org/rfc/rfc7617.html#section-2) */
function chooseBasic({ fill }: TokenDeps, { username, password }: ChoiceOf<'basic'>): ChosenToken {
  const pair = `${fill(username)}:${fill(password)}`
  return {
    name: 'Basic',
    authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
    words: `The user ${username} with a kept password (Basic).`,
  }
}

function chooseSecret(deps: TokenDeps, { secret, scheme }: ChoiceOf<'secret'>): ChosenToken {
  const value = deps.openSecret(secret)
  return {
    name: `Secret ${secret}`.slice(0, 200),
    authorization: scheme === '' ? value : `${scheme} ${value}`,
    words: `The kept secret ${secret}${scheme === '' ? '' : `, as ${scheme}`}.`,
  }
}
