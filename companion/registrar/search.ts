import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { ClientInformation } from '#shared/oauth/client-metadata.ts'
import { readClientInformation } from '#shared/oauth/read-client-information.ts'
import * as z from '#shared/zod.ts'
import { getDriver } from '../providers/drivers.ts'
import type { HttpClient } from '../outgoing/http-client.ts'
import { registrationPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationOutline, RegistrationRecord } from '../store/schema.ts'
import { takeInformation } from './client-record.ts'
import type { LifeCycle } from './life-cycle.ts'
import type { PresentRegistration } from './present-registration.ts'
import { readRefusal, refuseAnswer } from './registration-answer.ts'
import type { Registrations } from './registrations.ts'

export interface SearchDeps {
  vault: Vault
  http: HttpClient
  registrations: Registrations
  present: PresentRegistration
  rotateSecret: LifeCycle['rotateSecret']
}

/** How far the provider's clock may differ from this machine's. */
const SKEW_SECONDS = 300
/** The longest time that a registration waits for its answer. */
const ANSWER_SECONDS = 60

/**
 * Looks for the client of a registration whose answer was lost, at a provider that can list clients: a
 * client of that name, made at that time, which is not in the ledger. A client that is found is adopted
 * with a new secret; if none is found, the registration gets the state `failed`.
 *
 * @throws AppError `MANAGEMENT_UNAVAILABLE` where the provider cannot list clients, `CLIENT_AMBIGUOUS` when
 *   several clients match, `PROVIDER_REJECTED`, `PROVIDER_UNREACHABLE`.
 */
export function createSearch(deps: SearchDeps): (id: string) => Promise<Registration> {
  const { vault, registrations, present, rotateSecret } = deps
  return async (id) => {
    const record = registrations.require(id)
    assertLost(record)
    const listed = await list(deps, record)
    const ledger = registrations.outlines()
    const candidates = listed.filter((client) => mayBe(client, record, ledger))
    const [found, other] = candidates
    if (!found) {
      const failure = 'The provider knows no such client: it was never made.'
      return present(
        await registrations.change(id, (newest) => ({ ...newest, state: 'failed', failure })),
      )
    }
    if (other) throw ambiguous(candidates)
    const taken = await registrations.transact((transaction) => {
      const rivals = transaction.filter(
        'registrations',
        (other) => other.id !== id && isRival(found, record, other),
      )
      assertFree(found, record, rivals)
      const newest = transaction.require('registrations', id)
      const next = takeInformation(vault, newest, { information: found, began: record })
      transaction.put('registrations', id, next)
      return next
    })
    const needsSecret = found.token_endpoint_auth_method?.startsWith('client_secret') === true
    return needsSecret ? rotateSecret(id) : present(taken)
  }
}

function assertLost({ state, client_id }: RegistrationRecord): void {
  if (state !== 'unknown')
    throw new AppError('INPUT_INVALID', {
      detail: `The state of this client is known: ${state}.`,
      hint: 'Nothing has to be done.',
    })
  if (client_id !== undefined)
    throw new AppError('INPUT_INVALID', {
      detail: `The client is known: it is ${client_id}.`,
      hint: 'Read it: the answer says whether it is there.',
    })
}

/** Since the provider was asked, another registration may have got this client, or may be about to. */
function isRival(
  { client_id }: ClientInformation,
  { registration_endpoint, client_name }: RegistrationRecord,
  other: RegistrationOutline,
): boolean {
  const isOpen = other.state === 'intent' && other.client_name === client_name
  const isThere = other.registration_endpoint === registration_endpoint
  return isThere && (isOpen || other.client_id === client_id)
}

function assertFree(
  { client_id }: ClientInformation,
  { client_name }: RegistrationRecord,
  [rival]: readonly RegistrationRecord[],
): void {
  if (!rival) return
  throw new AppError('CLIENT_AMBIGUOUS', {
    detail:
      rival.state === 'intent'
        ? `Another client of the name ${client_name} is being registered; ${client_id} may be that one.`
        : `${client_id} was taken for another registration just now.`,
    hint: 'Look again in a moment.',
  })
}

async function list(
  { vault, http }: SearchDeps,
  record: RegistrationRecord,
): Promise<ClientInformation[]> {
  const { provider, registration_endpoint, client_name, initial_access_token: sealed } = record
  const driver = getDriver(provider)
  const url = driver.management.listByName?.(registration_endpoint, client_name)
  if (url === undefined || sealed === undefined)
    throw new AppError('MANAGEMENT_UNAVAILABLE', {
      detail: `${driver.label} has no call that lists clients, so it cannot be found out whether this client was registered.`,
      hint: 'Look for its name in the provider’s console, and delete it there or adopt it.',
    })
  const token = vault.open(sealed, registrationPlace(record.id, 'initial_access_token'))
  const answer = await http.send(
    { run: record.run, from: 'registrar', to: 'idp', label: 'Look for client' },
    {
      method: 'GET',
      url,
      headers: { accept: 'application/json', authorization: driver.authorize(token) },
    },
  )
  if (answer.status !== 200)
    throw refuseAnswer(driver, { ...readRefusal(answer), call: 'management' }, answer)
  try {
    const clients = z.array(z.unknown()).parse(JSON.parse(answer.text))
    return clients.flatMap((client) => readClientInformation(client)?.information ?? [])
  } catch {
    throw refuseAnswer(driver, { ...readRefusal(answer), call: 'management' }, answer)
  }
}

function mayBe(
  client: ClientInformation,
  { client_name, created_at, registration_endpoint }: RegistrationRecord,
  ledger: readonly RegistrationOutline[],
): boolean {
  // A client that is in the ledger is not the lost one. Another provider may use the same id.
  const isKnown = ledger.some(
    (other) =>
      other.client_id === client.client_id && other.registration_endpoint === registration_endpoint,
  )
  const askedAt = Date.parse(created_at) / 1000
  const issuedAt = client.client_id_issued_at ?? askedAt
  return (
    client.client_name === client_name &&
    !isKnown &&
    issuedAt >= askedAt - SKEW_SECONDS &&
    issuedAt <= askedAt + ANSWER_SECONDS + SKEW_SECONDS
  )
}

function ambiguous(candidates: readonly ClientInformation[]): AppError {
  return new AppError('CLIENT_AMBIGUOUS', {
    detail: `It may be any of ${candidates.map(({ client_id }) => client_id).join(', ')}.`,
    hint: 'Look at them in the provider’s console, then delete or adopt each.',
  })
}
