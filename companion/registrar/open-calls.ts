import type { RegistrationRecord } from '../store/schema.ts'

/** @returns A sentence about what an interrupted call may have done to the client. */
export function describeOpen(record: RegistrationRecord): string | undefined {
  if (record.deletion_asked_at !== undefined)
    return 'Its deletion was begun and the outcome is open: the client may be gone already. Delete it once more.'
  if (record.renewal_asked_at !== undefined)
    return 'A call was cut off whose answer may have replaced its token or secret. Read it once more; if the provider answers 401, only its console can still manage this client.'
  return undefined
}
