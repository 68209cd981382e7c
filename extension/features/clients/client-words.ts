import type { Registration, RegistrationState } from '#shared/contract/registration.ts'
import { formatCount } from '../../lib/format-count.ts'
import { formatDistance } from '../../lib/time-words.ts'

/** The states of a client, as the filter offers them. */
export type ShownState = 'registered' | 'unknown' | 'deleted' | 'refused'

export const SHOWN_STATES: readonly ShownState[] = ['registered', 'unknown', 'deleted', 'refused']

export const STATE_WORDS: Record<ShownState, string> = {
  registered: 'Registered',
  unknown: 'Unknown',
  deleted: 'Deleted',
  refused: 'Refused',
}

/** An adopted client that the provider has not answered about yet. */
export const UNCHECKED = 'Not checked'

const STATE_OF: Record<RegistrationState, ShownState> = {
  intent: 'unknown',
  active: 'registered',
  unknown: 'unknown',
  deleted: 'deleted',
  failed: 'refused',
}

export const MAKER_WORDS: Record<Registration['origin'], string> = {
  panel: 'Panel',
  portal: 'Portal',
  cli: 'Command line',
  test: 'Test run',
  doctor: 'Doctor',
  adopted: 'Adopted',
  observed: 'A stranger',
}

export function findShownState({ state }: Registration): ShownState {
  return STATE_OF[state]
}

/** The states of registrations that are shown as one. */
export function statesOf(shown: ShownState): RegistrationState[] {
  const states = Object.keys(STATE_OF) as RegistrationState[]
  return states.filter((state) => STATE_OF[state] === shown)
}

/** States in which the client exists, or may exist, at the provider. */
export const UNDELETED: readonly RegistrationState[] = [
  ...statesOf('registered'),
  ...statesOf('unknown'),
]

/** True where the client exists, or may exist, at the provider. */
export function isUndeleted({ state }: Registration): boolean {
  return UNDELETED.includes(state)
}

/** True where the client can be asked for tokens. */
export function canGetTokens(client: Registration): boolean {
  return isUndeleted(client) && client.client_id !== undefined
}

/** The granted client name, or the asked one where the provider returns none. */
export function nameClient({ granted, client_name }: Registration): string {
  const name = granted?.['client_name']
  return typeof name === 'string' && name !== '' ? name : client_name
}

/** Explains the state of a client. */
export function explainFate({ state, failure, is_unchecked }: Registration): string | undefined {
  if (state === 'intent') return 'The registration is under way: the provider has not answered yet.'
  if (state === 'unknown')
    return `${failure ?? 'The answer was lost.'} There may be an unused client at the provider.`
  if (state === 'failed') return `${failure ?? 'The provider said no.'} There is no client.`
  if (state === 'deleted') return 'The client is gone at the provider; the ledger keeps its entry.'
  if (is_unchecked)
    return 'Adopted as a person described it. Read it to see whether the provider knows it.'
  return undefined
}

/** The host of the provider, without the scheme. */
export function nameHost({ idp_host }: Registration): string {
  return URL.canParse(idp_host) ? new URL(idp_host).host : idp_host
}

export interface SecretLife {
  text: string
  tone: 'muted' | 'warn' | 'bad'
}

const SOON_MS = 24 * 3_600_000

/** How long the secret is still valid; `undefined` where it never expires or does not exist. */
export function describeSecretLife(client: Registration, nowMs: number): SecretLife | undefined {
  const { client_secret_expires_at: seconds = 0 } = client
  if (seconds === 0 || !isUndeleted(client)) return undefined
  const atMs = seconds * 1000
  const distance = formatDistance(atMs, nowMs)
  if (atMs <= nowMs) return { text: `Secret ended ${distance}`, tone: 'bad' }
  return { text: `Secret ends ${distance}`, tone: atMs - nowMs < SOON_MS ? 'warn' : 'muted' }
}

export function countClients(count: number): string {
  return count === 1 ? '1 client' : `${formatCount(count)} clients`
}
