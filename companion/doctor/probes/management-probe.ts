import { AppError } from '#shared/errors/app-error.ts'
import type { HttpAnswer, HttpRequest } from '../../outgoing/http-client.ts'
import type { Registrar } from '../../registrar/registrar.ts'
import type { Evidence } from '../evidence.ts'

interface ManagementProbe {
  registrar: Registrar
  readSecret: (registration: string, field: 'registration_access_token') => string | undefined
  send: (label: string, request: HttpRequest) => Promise<HttpAnswer>
}

/**
 * Reads the client; where the client is told to keep a replaced token, updates the client and calls with the
 * old token.
 */
export async function probeManagement(
  { registrar, readSecret, send }: ManagementProbe,
  { id, keepsOldToken }: { id: string; keepsOldToken: boolean },
): Promise<NonNullable<Evidence['management']>> {
  const seen: NonNullable<Evidence['management']> = {
    hasNewTokenOnRead: false,
    hasNewTokenOnUpdate: false,
  }
  try {
    const { hasNewToken } = await registrar.read(id)
    seen.read = 200
    seen.hasNewTokenOnRead = hasNewToken
  } catch (thrown) {
    const status = /answered (\d+)/.exec(AppError.from(thrown).message)?.[1]
    if (status !== undefined) seen.read = Number(status)
  }
  if (!keepsOldToken || seen.read !== 200) return seen
  const before = readSecret(id, 'registration_access_token')
  const updated = await registrar.update(id, { ...registrar.get(id)?.granted })
  seen.hasNewTokenOnUpdate = readSecret(id, 'registration_access_token') !== before
  if (!seen.hasNewTokenOnUpdate || updated.registration_client_uri === undefined) return seen
  const answer = await send('Read client with the old token', {
    method: 'GET',
    url: updated.registration_client_uri,
    headers: { authorization: `Bearer ${before}` },
  })
  seen.oldTokenStatus = answer.status
  return seen
}
