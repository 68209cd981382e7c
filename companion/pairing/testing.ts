import { createApiClient } from '#shared/contract/api-client.ts'
import { createNonce, createPairingProof } from '#shared/pairing/pairing-proof.ts'
import type { TestCompanion } from '../test-companion.ts'

/** Makes the first call of a pairing, and returns the second call for the test to make. */
export async function beginPairing(lab: TestCompanion, code: string) {
  const stranger = createApiClient({ origin: lab.companion.addresses.control })
  const clientNonce = createNonce()
  const { nonce: serverNonce, proof } = await stranger.startPairing({
    body: { nonce: clientNonce },
  })
  const nonces = { clientNonce, serverNonce }
  const expected = await createPairingProof({ code, prover: 'companion', ...nonces })
  const answer = await createPairingProof({ code, prover: 'extension', ...nonces })
  const attempt = () =>
    stranger.createPairing({
      body: { name: 'Test', client_nonce: clientNonce, server_nonce: serverNonce, proof: answer },
    })
  return { isCompanionGenuine: proof === expected, proof, attempt }
}
