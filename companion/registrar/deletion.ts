import type { Registration } from '#shared/contract/registration.ts'
import { getDriver } from '../providers/drivers.ts'
import type { CallContext, HttpClient } from '../outgoing/http-client.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'
import { reachFailpoint } from './failpoint.ts'
import { requireManagementEndpoint } from './management.ts'
import type { PresentRegistration } from './present-registration.ts'
import { readRegistrationAnswer, refuseAnswer } from './registration-answer.ts'
import type { Registrations } from './registrations.ts'

export interface DeletionDeps {
  vault: Vault
  http: HttpClient
  registrations: Registrations
  present: PresentRegistration
}

const GONE = new Set([200, 204, 404, 410])

/**
 * Deletes a client at its provider.
 *
 * @throws AppError `PROVIDER_REJECTED` or `PROVIDER_UNREACHABLE`: the client may still be there;
 * `MANAGEMENT_UNAVAILABLE` where the provider offers no way.
 *
 * @see [RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.3)
 */
export function createDeletion({ vault, http, registrations, present }: DeletionDeps) {
  return async (id: string, about?: Partial<CallContext>): Promise<Registration> => {
    const record = registrations.require(id)
    if (record.state === 'deleted' || record.state === 'failed') return present(record)
    const place = requireManagementEndpoint(vault, record)
    // The tombstone: if the answer is lost, the ledger still knows that this client may be gone.
    const deletion_asked_at = new Date().toISOString()
    const marked = await registrations.change(id, (newest) => ({ ...newest, deletion_asked_at }))
    reachFailpoint('before-delete')
    const answer = await http.send(
      { run: record.run, from: 'registrar', to: 'idp', label: 'Delete client', ...about },
      {
        method: 'DELETE',
        url: place.url,
        headers: { accept: 'application/json', authorization: place.authorization },
      },
    )
    reachFailpoint('after-delete')
    if (GONE.has(answer.status) || isUnknownClient(record, answer.status, answer.text))
      return present(await registrations.keepAnswer(id, describeDeleted))
    // A refusal deleted nothing. After a failure of the provider the outcome is unknown.
    if (answer.status < 500)
      await registrations.change(id, (newest) => takeMarkBack(newest, marked, record))
    const outcome = readRegistrationAnswer(answer)
    const error = 'error' in outcome ? outcome.error : { status: answer.status }
    throw refuseAnswer(getDriver(record.provider), { ...error, call: 'management' }, answer)
  }
}

/** Keeps the tombstone when another deletion has set it since. */
function takeMarkBack(
  newest: RegistrationRecord,
  marked: RegistrationRecord,
  { deletion_asked_at: earlier }: RegistrationRecord,
): RegistrationRecord {
  if (newest.deletion_asked_at !== marked.deletion_asked_at) return newest
  const { deletion_asked_at: _own, ...rest } = newest
  return { ...rest, ...(earlier !== undefined && { deletion_asked_at: earlier }) }
}

function describeDeleted({ failure: _failure, ...record }: RegistrationRecord): RegistrationRecord {
  return { ...record, state: 'deleted' }
}

/**
 * 401 means that the credential is not valid. A registration access token ends with its client: 401 after a
 * deletion whose outcome is unknown confirms the deletion. Without such a deletion, or after a call whose lost
 * answer may have replaced the token, 401 may mean that the token is an old one.
 *
 * @see [RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.3)
 */
function isUnknownClient(
  { provider, deletion_asked_at, renewal_asked_at }: RegistrationRecord,
  status: number,
  text: string,
): boolean {
  if (status !== 401) return false
  const isOwn = getDriver(provider).management.credential === 'registration_access_token'
  if (isOwn) return deletion_asked_at !== undefined && renewal_asked_at === undefined
  return text.includes("'client_id'")
}
