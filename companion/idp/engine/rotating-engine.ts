import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import type { KeyRing, SigningKey } from './key-ring.ts'

/** An engine that is built anew when its keys change, since the library cannot change them. */
export interface RotatingEngine {
  current(): Provider
  handle(request: IncomingMessage, response: ServerResponse): void
  keys: Pick<KeyRing, 'published'>
  /** New tokens have a new key from the moment this resolves. */
  rotateKey(overlapSeconds: number): Promise<void>
}

export async function createRotatingEngine(
  ring: KeyRing,
  build: (keys: readonly SigningKey[]) => Promise<Provider>,
): Promise<RotatingEngine> {
  let provider = await build(ring.published())
  let callback = provider.callback()
  return {
    current: () => provider,
    handle: (request, response) => void callback(request, response),
    keys: ring,
    async rotateKey(overlapSeconds) {
      await ring.rotate(overlapSeconds)
      provider = await build(ring.published())
      callback = provider.callback()
    },
  }
}
