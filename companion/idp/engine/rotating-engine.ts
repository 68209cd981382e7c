import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import type { KeyRing, SigningKey } from './key-ring.ts'

/** An engine that is built anew when its keys change, since the library cannot change them. */
export interface RotatingEngine {
  /** Builds the engine when it is first asked for: the library alone takes a twentieth of a second to load. */
  current(): Promise<Provider>
  handle(request: IncomingMessage, response: ServerResponse): void
  keys: Pick<KeyRing, 'published'>
  /** Builds the engine with the settings of this moment, the next time that it is needed. */
  renew(): void
  /** New tokens have a new key from the moment this resolves. */
  rotateKey(overlapSeconds: number): Promise<void>
}

/** An engine that cannot be built is no reason to leave a request without an answer. */
async function answer(
  open: () => Promise<Built>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { callback } = await open()
    await callback(request, response)
  } catch {
    if (response.headersSent) return
    response.statusCode = 500
    response.end()
  }
}

interface Built {
  provider: Provider
  callback: ReturnType<Provider['callback']>
}

/** @throws AppError `SECRET_UNAVAILABLE` when a signing key cannot be opened. */
export function createRotatingEngine(
  ring: KeyRing,
  build: (keys: readonly SigningKey[]) => Promise<Provider>,
): RotatingEngine {
  const make = async (keys: readonly SigningKey[]): Promise<Built> => {
    const provider = await build(keys)
    return { provider, callback: provider.callback() }
  }
  const first = ring.published()
  let built: Promise<Built> | undefined
  const open = (): Promise<Built> => (built ??= make(first))
  return {
    current: async () => (await open()).provider,
    handle: (request, response) => void answer(open, request, response),
    keys: ring,
    renew() {
      if (built) built = make(ring.published())
    },
    async rotateKey(overlapSeconds) {
      await ring.rotate(overlapSeconds)
      const next = make(ring.published())
      await next
      built = next
    },
  }
}
