import type { Adoption } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { RegistrationOutline, RegistrationRecord } from '../store/schema.ts'

/** The client itself, or one that is being registered and may be this one. */
export function isRival(
  { client: { client_id, client_name = '' }, registration_endpoint }: Adoption,
  other: RegistrationOutline,
): boolean {
  if (other.registration_endpoint !== registration_endpoint) return false
  const isOpen = other.state === 'intent' && ['', other.client_name].includes(client_name)
  return isOpen || other.client_id === client_id
}

/** A row that is there since the lab has seen a stranger register the client. */
export function isObserved(
  { client }: Adoption,
  { origin, state, client_id }: RegistrationOutline,
): boolean {
  return origin === 'observed' && state === 'active' && client_id === client.client_id
}

/** @throws AppError `INPUT_INVALID` for a client that the ledger has, or may be about to have. */
export function assertAdoptable({ client }: Adoption, rivals: readonly RegistrationRecord[]): void {
  const known = rivals.find(({ client_id }) => client_id === client.client_id)
  if (known)
    throw new AppError('INPUT_INVALID', {
      detail: `The ledger has this client already: ${known.client_name}.`,
      hint: 'Nothing has to be done.',
    })
  if (rivals.length > 0)
    throw new AppError('INPUT_INVALID', {
      detail: 'A client is being registered there at this moment, which may be this one.',
      hint: 'Look at the list of clients in a moment, and adopt the client if it is not there.',
    })
}
