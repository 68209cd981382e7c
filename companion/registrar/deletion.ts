import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { getDriver } from '../providers/drivers.ts'
import type { Wire } from '../recorder/wire.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'
import { presentRegistration } from './present-registration.ts'
import { readRegistrationAnswer, refuseAnswer } from './registration-answer.ts'
import { registrationPlace } from '../secrets/secret-places.ts'

export interface DeletionDeps {
  vault: Vault
  wire: Wire
  save: (record: RegistrationRecord) => Promise<Registration>
  require: (id: string) => RegistrationRecord
}

// 401 stands for "no such client" in RFC 7592 §2.3 and at Okta, 404 and 410 at many others.
const GONE = new Set([200, 204, 404, 410])

/**
 * Deletes a client at its provider.
 *
 * @throws AppError `PROVIDER_REJECTED` or `PROVIDER_UNREACHABLE`: the client may still be there.
 *
 * @see [RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.3)
 */
export function createDeletion({ vault, wire, save, require }: DeletionDeps) {
  return async (id: string): Promise<Registration> => {
    const record = require(id)
    if (record.state === 'deleted' || record.state === 'failed') return presentRegistration(record)
    const call = findManagementCall(vault, record)
    if (!call) {
      throw new AppError('PROVIDER_REJECTED', {
        detail: 'This provider gave no address under which the client could be deleted.',
        hint: 'Delete it in the provider’s own console.',
      })
    }
    const answer = await wire.send(
      { run: record.run, from: 'registrar', to: 'idp', label: 'Delete client' },
      {
        method: 'DELETE',
        url: call.url,
        headers: { accept: 'application/json', authorization: call.authorization },
      },
    )
    const isUnknownClient = answer.status === 401 && answer.text.includes("'client_id'")
    if (GONE.has(answer.status) || isUnknownClient) return save({ ...record, state: 'deleted' })
    const outcome = readRegistrationAnswer(answer)
    const error = 'error' in outcome ? outcome.error : { status: answer.status }
    throw refuseAnswer(getDriver(record.provider), error, answer)
  }
}

function findManagementCall(
  vault: Vault,
  record: RegistrationRecord,
): { url: string; authorization: string } | undefined {
  const driver = getDriver(record.provider)
  if (record.client_id === undefined) return undefined
  if (driver.management === 'initial_access_token') {
    if (record.initial_access_token === undefined) return undefined
    const token = vault.open(
      record.initial_access_token,
      registrationPlace(record.id, 'initial_access_token'),
    )
    const url = `${record.registration_endpoint.replace(/\/$/, '')}/${encodeURIComponent(record.client_id)}`
    return { url, authorization: `${driver.scheme} ${token}` }
  }
  const { registration_client_uri: url, registration_access_token: sealed } = record
  if (url === undefined || sealed === undefined) return undefined
  // The address comes from the provider: the token must not follow it to another host.
  if (!URL.canParse(url) || new URL(url).origin !== new URL(record.registration_endpoint).origin)
    return undefined
  const token = vault.open(sealed, registrationPlace(record.id, 'registration_access_token'))
  return { url, authorization: `Bearer ${token}` }
}
