import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { ClientInformation } from '#shared/oauth/client-metadata.ts'
import type { HttpAnswer, HttpClient } from '../outgoing/http-client.ts'
import { writeProviderError } from '../providers/provider-error.ts'
import { findPartialAnswer } from '../outgoing/partial-answer.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'
import { addClientKey } from './client-key.ts'
import { takeCredentials, takeInformation } from './client-record.ts'
import { tryEmptyLists } from './empty-lists.ts'
import { reachFailpoint } from './failpoint.ts'
import type { PresentRegistration } from './present-registration.ts'
import { readRegistrationAnswer } from './registration-answer.ts'
import { buildIntent, type DirectOrder, sendRegistration } from './registration-order.ts'
import type { Registrations } from './registrations.ts'
import { type Credentials, rescueClient } from './rescue-client.ts'

export interface RegisteringDeps {
  vault: Vault
  http: HttpClient
  registrations: Registrations
  present: PresentRegistration
  /** The id of this companion. */
  owner: string
}

export interface Registered {
  registration: Registration
  /** Absent for an id that is in the ledger already: nothing was sent. */
  answer?: HttpAnswer
}

/**
 * Registers a client: the intent, the call, the outcome. Whatever goes wrong once an answer has come, the
 * client's id and credentials are kept, and the state says what is not known.
 *
 * @throws AppError `PROVIDER_UNREACHABLE`, `ADDRESS_REFUSED`, `STORE_WRITE_FAILED`.
 */
export function createRegistering(deps: RegisteringDeps) {
  const { http, vault, registrations, present, owner } = deps
  return async (id: string, ordered: DirectOrder): Promise<Registered> => {
    const known = registrations.get(id)
    if (known) return { registration: present(known) }
    const { metadata, privateJwk } = await addClientKey(ordered.metadata)
    const order = { ...ordered, id, metadata }
    const intent = { ...buildIntent(vault, order, privateJwk), owner }
    reachFailpoint('before-intent')
    const earlier = await registrations.add(intent)
    if (earlier) return { registration: present(earlier) }
    reachFailpoint('after-intent')
    const sending = sendRegistration(http, order)
    reachFailpoint('request-sent', 100)
    const { answer, order: sent } = await sending
      .then((first) => tryEmptyLists(http, { order, answer: first }))
      .catch((error: unknown) => abandon(deps, intent, error))
    reachFailpoint('after-answer')
    const asked = sent.metadata
    const record = await keepOutcome(deps, { ...intent, asked }, answer).catch((error: unknown) =>
      rescue(deps, intent, { text: answer.readUnmasked(), error }),
    )
    reachFailpoint('after-record')
    return { registration: present(record), answer }
  }
}

async function keepOutcome(
  { vault, registrations }: RegisteringDeps,
  { id, asked }: RegistrationRecord,
  answer: HttpAnswer,
): Promise<RegistrationRecord> {
  const outcome = readRegistrationAnswer(answer)
  if ('information' in outcome) {
    reachFailpoint('after-parse')
    const { information, notes } = outcome
    return registrations.keepAnswer(
      id,
      (newest) => takeInformation(vault, { ...newest, asked }, { information, notes }),
      takeRescued(vault, information, 'The answer cannot be written to the ledger as a whole.'),
    )
  }
  const failure =
    writeProviderError(outcome.error) ??
    `The provider answered ${answer.status} without a word about the reason.`
  if (answer.status >= 300 && answer.status < 500)
    return registrations.keepAnswer(id, ({ owner: _owner, ...newest }) => ({
      ...newest,
      state: 'failed',
      failure,
    }))
  // After a 5xx status or an unreadable answer there may be a client.
  return registrations.keepAnswer(
    id,
    takeRescued(vault, rescueClient(answer.readUnmasked()), failure),
  )
}

/** Without a whole answer there may be a client, unless the egress guard refused the address before the call. */
async function abandon(
  { vault, registrations }: RegisteringDeps,
  { id }: RegistrationRecord,
  error: unknown,
): Promise<never> {
  const failure = error instanceof Error ? error.message : String(error)
  const isHarmless = error instanceof AppError && error.code === 'ADDRESS_REFUSED'
  const credentials = rescueClient(findPartialAnswer(error)?.text ?? '')
  await registrations.keepAnswer(id, (newest) => {
    const { owner: _owner, ...rest } = newest
    return isHarmless
      ? { ...rest, state: 'failed', failure }
      : takeRescued(vault, credentials, failure)(newest)
  })
  throw error
}

/** For what this program did not foresee. An answer that waits for the disk is kept already. */
async function rescue(
  { vault, registrations }: RegisteringDeps,
  { id }: RegistrationRecord,
  { text, error }: { text: string; error: unknown },
): Promise<never> {
  if (!(error instanceof AppError && error.code === 'STORE_WRITE_FAILED')) {
    const failure = 'The companion could not work with the answer.'
    await registrations.keepAnswer(id, takeRescued(vault, rescueClient(text), failure))
  }
  throw error
}

function takeRescued(
  vault: Vault,
  credentials: Credentials | ClientInformation | undefined,
  what: string,
) {
  const failure = credentials
    ? `${what} The client’s id and credentials are kept. Read the client, or delete it.`
    : what
  return (newest: RegistrationRecord): RegistrationRecord =>
    takeCredentials(vault, newest, { credentials, failure })
}
