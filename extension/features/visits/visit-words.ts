import type { LikelyClient, Visit, VisitLeg } from '#shared/contract/visit.ts'
import type { ChipTone } from '../../components/feedback/state-chip.tsx'

/** How far a client came, in a word and its tone. */
export function describeState({ state }: Pick<Visit, 'state'>): { tone: ChipTone; text: string } {
  return STATES[state]
}

const STATES: Record<Visit['state'], { tone: ChipTone; text: string }> = {
  succeeded: { tone: 'ok', text: 'Came through' },
  refused: { tone: 'bad', text: 'Was refused' },
  ended_early: { tone: 'warn', text: 'Ended early' },
  under_way: { tone: 'info', text: 'Under way' },
}

/** The client by the name that it gave, or else by its id. */
export function nameVisitor({ client_name, client_id, likely }: Visit): string {
  return client_name ?? client_id ?? likely?.name ?? 'A client without a name'
}

export function describeLikely({ certainty, name }: LikelyClient): string {
  return `${certainty === 'likely' ? 'Likely' : 'Perhaps'} ${name}`
}

/** Why a leg stands in this visit; nothing where the leg itself says so. */
export function describeTie({ tie, may_belong_to }: VisitLeg): string | undefined {
  if (may_belong_to) return 'May be of another client: both were there at this time.'
  if (tie === 'connection') return 'Names no client; came over a connection of this one.'
  if (tie === 'time') return 'Names no client; no other was there at this time.'
  return undefined
}

/** The leg that was to come next, as the title of its row. */
export const MISSING_WORDS: Partial<Record<NonNullable<Visit['missing']>, string>> = {
  resource_metadata: 'Read resource metadata',
  server_metadata: 'Read server metadata',
  registration: 'Register',
  authorization: 'Ask for authorization',
  sign_in: 'Come back from the sign-in page',
  token: 'Ask for a token',
  api_call: 'Call the API with the token',
}
