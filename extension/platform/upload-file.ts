import { REPLAY_UPLOADS_PATH } from '#shared/contract/contract.ts'
import { Upload } from '#shared/contract/replay/attempt.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { Problem } from '#shared/errors/problem.ts'
import { createPairedFetch } from './companion-client.ts'
import { loadPairing } from './pairing-storage.ts'

/**
 * Hands a file to the paired companion, sealed.
 *
 * @throws AppError `PAIRING_REQUIRED`, `COMPANION_UNREACHABLE`, `COMPANION_UNPROVEN`, `BODY_TOO_LARGE`.
 */
export async function uploadFile(file: Blob): Promise<Upload> {
  const pairing = await loadPairing()
  if (!pairing) throw new AppError('PAIRING_REQUIRED')
  const send = createPairedFetch(pairing)
  const response = await send(new URL(REPLAY_UPLOADS_PATH, pairing.origin), {
    method: 'POST',
    body: file,
  }).catch((cause: unknown) => {
    if (cause instanceof AppError) throw cause
    throw new AppError('COMPANION_UNREACHABLE', {
      detail: 'The file did not reach the companion.',
      hint: 'Choose it again once the companion runs.',
      cause,
    })
  })
  const reply: unknown = await response.json()
  if (response.ok) return Upload.parse(reply)
  throw AppError.fromProblem(Problem.parse(reply))
}
