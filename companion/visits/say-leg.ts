import type { VisitLeg } from '#shared/contract/visit.ts'
import type { Leg } from './leg.ts'

type Outcome = VisitLeg['outcome']

/** How the leg ended. The first call of an MCP client is meant to be refused with a challenge. */
export function findOutcome({ status, meaning, asked, answered }: Leg): Outcome {
  if (status === undefined) return 'unanswered'
  if (answered.redirect?.error !== undefined) return 'refused'
  if (status < 400 || (meaning === 'api_call' && status === 405)) return 'ok'
  const isChallenge = status === 401 && meaning === 'api_call' && asked.hasToken !== true
  return isChallenge && answered.challenge ? 'challenge' : 'refused'
}

/** One leg as a part of a sentence whose subject is the client. */
export function sayLeg(leg: Leg): string {
  const outcome = findOutcome(leg)
  if (outcome === 'unanswered') return `${ASKING[leg.meaning] ?? 'asked'} and got no answer`
  const times = leg.count > 1 ? `, ${leg.count} times` : ''
  return (SAY[leg.meaning]?.(leg, outcome) ?? `made another request (${leg.status})`) + times
}

const ASKING: Partial<Record<Leg['meaning'], string>> = {
  api_call: 'called the API',
  registration: 'asked to register',
  authorization: 'asked for authorization',
  token: 'asked for a token',
}

type Say = (leg: Leg, outcome: Outcome) => string

const SAY: Partial<Record<Leg['meaning'], Say>> = {
  api_call: sayCall,
  resource_metadata: (leg, outcome) =>
    outcome === 'ok' ? 'read the resource metadata' : `found no resource metadata (${leg.status})`,
  server_metadata: (leg, outcome) =>
    outcome === 'ok' ? 'read the server metadata' : `found no server metadata (${leg.status})`,
  registration(leg, outcome) {
    if (outcome === 'ok') return 'registered'
    if (leg.place === 'gateway') return `guessed an address to register at (${leg.status})`
    return `was refused a registration (${nameRefusal(leg)})`
  },
  client_management(leg, outcome) {
    const verb = { GET: 'read', PUT: 'changed', DELETE: 'deleted' }[leg.method] ?? 'managed'
    return outcome === 'ok' ? `${verb} itself` : `was refused its management (${nameRefusal(leg)})`
  },
  pushed_authorization: (leg, outcome) =>
    outcome === 'ok'
      ? 'pushed its authorization request'
      : `was refused a pushed request (${nameRefusal(leg)})`,
  authorization: sayAuthorization,
  sign_in: (leg) =>
    leg.method === 'POST' ? 'had a person answer at the sign-in' : 'had the sign-in page opened',
  device_authorization: (leg, outcome) =>
    outcome === 'ok' ? 'got a device code' : `was refused a device code (${nameRefusal(leg)})`,
  token(leg, outcome) {
    const isRenewal = leg.asked.grant === 'refresh_token'
    if (outcome === 'ok') return isRenewal ? 'renewed its token' : 'got a token'
    return `was refused ${isRenewal ? 'a renewal' : 'a token'} (${nameRefusal(leg)})`
  },
  introspection: () => 'had a token introspected',
  revocation: () => 'revoked a token',
  key_set: (leg, outcome) =>
    outcome === 'ok' ? 'read the key set' : `got no key set (${leg.status})`,
  user_info: (leg, outcome) =>
    outcome === 'ok' ? 'read the user’s claims' : `was refused the user’s claims (${leg.status})`,
  end_session: () => 'ended its session',
}

function sayCall(leg: Leg, outcome: Outcome): string {
  const without = leg.asked.hasToken === true ? '' : ' without a token'
  // An MCP server without a stream of its own answers so, and clients go on.
  if (leg.status === 405) return `tried ${leg.method} at the API (405)`
  if (outcome === 'ok') return `called the API${without} (${leg.status})`
  if (outcome === 'challenge') return 'called the API without a token and was challenged (401)'
  const how = leg.asked.hasToken !== true && !leg.answered.challenge ? ' without a challenge' : ''
  return `called the API${without} and was refused${how} (${nameRefusal(leg)})`
}

function sayAuthorization(leg: Leg, outcome: Outcome): string {
  const { redirect } = leg.answered
  if (redirect?.error !== undefined) return `came back with ${redirect.error}`
  if (outcome === 'refused') return `got an error page (${nameRefusal(leg)})`
  if (redirect?.hasCode) return 'came back with a code'
  if (redirect?.to === 'sign_in') return 'was sent to the sign-in page'
  return 'asked for authorization'
}

/** Such as `400 invalid_scope`. */
export function nameRefusal({ status, answered }: Leg): string {
  const error = answered.redirect?.error ?? answered.error ?? answered.challenge?.error
  return error === undefined ? String(status) : `${status} ${error}`
}
