import type { ApiClient } from '#shared/contract/api-client.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { createNonce, createPairingProof } from '#shared/pairing/pairing-proof.ts'

export interface PairOptions {
  api: Pick<ApiClient, 'startPairing' | 'createPairing'>
  code: string
  /** How this browser is called in the companion's list. */
  name: string
}

/**
 * Pairs in two calls. The companion proves first that it knows the code; our own proof leaves only
 * when that is so, since another program on the port could otherwise try all codes against the proof offline.
 *
 * @throws AppError `PAIRING_REFUSED` when either side's proof is wrong.
 */
export async function pairWithCompanion(
  options: PairOptions,
): Promise<{ token: string; pairingId: string }> {
  const { api, code, name } = options
  const clientNonce = createNonce()
  const { nonce: serverNonce, proof } = await api.startPairing({ body: { nonce: clientNonce } })
  const nonces = { code, clientNonce, serverNonce }
  if (proof !== (await createPairingProof({ ...nonces, prover: 'companion' })))
    throw new AppError('PAIRING_REFUSED', {
      detail: 'This is not the code that the companion at this address shows.',
      hint: 'Compare it with the terminal: each start and each pairing brings a new code. The code itself was not sent.',
    })
  const reply = await api.createPairing({
    body: {
      name,
      client_nonce: clientNonce,
      server_nonce: serverNonce,
      proof: await createPairingProof({ ...nonces, prover: 'extension' }),
    },
  })
  return { token: reply.token, pairingId: reply.pairing.id }
}
