import type { Seen } from './evidence.ts'

/** Error codes with which some providers answer 400 where the standard has 401. */
const CREDENTIAL_CODES = new Set(['access_denied', 'invalid_token', 'unauthorized'])

/** Whether a registration was refused for want of a good credential. */
export function isAboutToken({ status, error = '' }: Seen): boolean {
  return status === 401 || status === 403 || (status === 400 && CREDENTIAL_CODES.has(error))
}
