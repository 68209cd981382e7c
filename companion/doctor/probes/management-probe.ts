import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { HASH_NOTE } from '../../registrar/client-record.ts'
import type { Evidence } from '../evidence.ts'
import { sendCall, type WalkTools } from '../walk-tools.ts'

type Seen = NonNullable<Evidence['management']>

/** Errors that are an answer of the provider, which a rule judges. */
const IS_ANSWER = new Set<AppError['code']>(['PROVIDER_REJECTED', 'PROVIDER_REPLY_INVALID'])

/**
 * Reads the client; where the client is told to keep a replaced token, updates the client and calls with the
 * old token.
 *
 * @throws AppError `PROVIDER_UNREACHABLE`, `ADDRESS_REFUSED`.
 */
export async function probeManagement(tools: WalkTools, { id }: Registration): Promise<void> {
  const { registrar, readSecret } = tools.deps
  const seen: Seen = { hasNewTokenOnRead: false, hasNewTokenOnUpdate: false }
  tools.evidence.management = seen
  await readClient(tools, id, seen)
  if (!tools.behaviour.keeps_old_token || seen.read !== 200) return
  const before = readSecret(id, 'registration_access_token')
  let updated: Registration
  try {
    updated = await registrar.update(id, { ...registrar.get(id)?.granted })
  } catch (thrown) {
    seen.updateAnswer = readAnswer(thrown)
    return
  }
  seen.hasNewTokenOnUpdate = readSecret(id, 'registration_access_token') !== before
  if (!seen.hasNewTokenOnUpdate || updated.registration_client_uri === undefined) return
  const { status } = await sendCall(tools, 'Read client with the old token', {
    method: 'GET',
    url: updated.registration_client_uri,
    headers: { authorization: `Bearer ${before}` },
  })
  seen.oldTokenStatus = status
}

async function readClient({ deps }: WalkTools, id: string, seen: Seen): Promise<void> {
  try {
    const { hasNewToken, registration } = await deps.registrar.read(id)
    seen.read = 200
    seen.hasHash = registration.answer_notes?.includes(HASH_NOTE) === true
    seen.hasNewTokenOnRead = hasNewToken
  } catch (thrown) {
    // The provider gave no token or no address: nothing was sent.
    if (AppError.from(thrown).code === 'MANAGEMENT_UNAVAILABLE') return
    seen.readAnswer = readAnswer(thrown)
    // A 2xx that is no client is no reading either.
    seen.read = Number(/answered (\d{3})/.exec(seen.readAnswer)?.[1] ?? 0)
  }
}

/** @throws What is no answer. */
function readAnswer(thrown: unknown): string {
  const error = AppError.from(thrown)
  if (!IS_ANSWER.has(error.code)) throw thrown
  return error.options.detail ?? error.message
}
