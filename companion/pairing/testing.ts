import { createApiClient } from '#shared/contract/api-client.ts'
import { createProvenFetch } from '#shared/contract/proven-fetch.ts'
import { createNonce, createPairingProof, derivePairingKey } from '#shared/pairing/pairing-proof.ts'
import type { TestCompanion } from '../test-companion.ts'

/**
 * Makes the first call of a pairing, and returns the second call for the test to make.
 *
 * @param asked - Where the caller believes the companion to listen.
 */
export async function beginPairing(
  lab: TestCompanion,
  code: string,
  asked = lab.companion.addresses.control,
) {
  const origin = lab.companion.addresses.control
  const stranger = createApiClient({ origin })
  const clientNonce = createNonce()
  const { nonce: serverNonce, proof } = await stranger.startPairing({
    body: { nonce: clientNonce },
  })
  const secrets = { code, clientNonce, serverNonce, origin: asked }
  const expected = await createPairingProof({ ...secrets, prover: 'companion' })
  const answer = await createPairingProof({ ...secrets, prover: 'extension' })
  const attempt = async () => {
    const { pairing } = await stranger.createPairing({
      body: { name: 'Test', client_nonce: clientNonce, server_nonce: serverNonce, proof: answer },
    })
    const identity = { pairing: pairing.id, key: await derivePairingKey(secrets) }
    const fetch = createProvenFetch({ origin, ...identity })
    return { pairing, identity, fetch, client: createApiClient({ origin, fetch }) }
  }
  return { isCompanionGenuine: proof === expected, proof, attempt }
}
