import type { ApiClient } from '#shared/contract/api-client.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { createNonce, createPairingProof, derivePairingKey } from '#shared/pairing/pairing-proof.ts'

export interface PairOptions {
  api: Pick<ApiClient, 'startPairing' | 'createPairing'>
  /** The address of the companion: it proves to listen exactly there. */
  origin: string
  code: string
  /** How this browser is called in the companion's list. */
  name: string
}

/**
 * Pairs in two calls. The companion proves first that it knows the code; our own proof leaves only
 * when that is so, since another program on the port could otherwise try all codes against the proof offline.
 * The key that both sides derive is never sent.
 *
 * @throws AppError `PAIRING_REFUSED` when either side's proof is wrong.
 */
export async function pairWithCompanion(
  options: PairOptions,
): Promise<{ key: string; pairingId: string }> {
  const { api, origin, code, name } = options
  const clientNonce = createNonce()
  const { nonce: serverNonce, proof } = await api
    .startPairing({ body: { nonce: clientNonce } })
    .catch(explain)
  const secrets = { code, clientNonce, serverNonce, origin }
  if (proof !== (await createPairingProof({ ...secrets, prover: 'companion' })))
    throw new AppError('PAIRING_REFUSED', {
      detail: 'This is not the code that the companion at this address shows.',
      hint: 'Compare it with the terminal: each start and each pairing brings a new code. The code itself was not sent.',
    })
  const reply = await api.createPairing({
    body: {
      name,
      client_nonce: clientNonce,
      server_nonce: serverNonce,
      proof: await createPairingProof({ ...secrets, prover: 'extension' }),
    },
  })
  return { key: await derivePairingKey(secrets), pairingId: reply.pairing.id }
}

/** In words of our own: the program that answers has proved nothing yet. */
function explain(error: unknown): never {
  if (error instanceof AppError && error.code === 'COMPANION_UNREACHABLE') throw error
  throw new AppError('PAIRING_REFUSED', {
    detail: 'The program at this address does not answer as a companion that can be paired.',
    hint: 'Check the address with the terminal, and that both are of one version.',
  })
}
