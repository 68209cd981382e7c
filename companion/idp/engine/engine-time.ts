import type { AdapterFactory, AdapterPayload, KoaContextWithOIDC, Provider } from 'oidc-provider'

/** Members of what the engine stores that are moments, in seconds since the epoch. */
const MOMENTS = ['exp', 'iat', 'iiat', 'authTime', 'loginTs', 'consumed'] as const

/** Those of a client; an end of 0 is never, and no moment. */
const CLIENT_MOMENTS = ['client_secret_expires_at', 'client_id_issued_at'] as const

/**
 * Lets the engine live by the lab's clock without knowing of it. oidc-provider reads the machine's
 * clock wherever it needs the time, and there is one for the whole process; a false one would move
 * everything else, too. But whatever ends at the engine goes through its storage: what is stored is
 * dated by the lab's clock, and what is read by the machine's, so that a session or a code that has
 * ended in the lab has ended for the engine.
 *
 * Assertions, proofs and ID tokens never get here; both sides date and check them by the machine.
 *
 * @param now - Milliseconds since the epoch on the lab's clock.
 */
export function keepLabTime(factory: AdapterFactory, now: () => number): AdapterFactory {
  return (model) => {
    const adapter = factory(model)
    const moments = model === 'Client' ? CLIENT_MOMENTS : MOMENTS
    const read = async (
      found: Promise<AdapterPayload | undefined | void>,
    ): Promise<AdapterPayload | undefined> => {
      const payload = await found
      return payload ? shift(payload, moments, -secondsAhead(now)) : undefined
    }
    return {
      consume: (id) => adapter.consume(id),
      destroy: (id) => adapter.destroy(id),
      revokeByGrantId: (grant) => adapter.revokeByGrantId(grant),
      upsert: (id, payload, expiresIn) =>
        adapter.upsert(id, shift(payload, moments, secondsAhead(now)), expiresIn),
      find: (id) => read(adapter.find(id)),
      findByUid: (uid) => read(adapter.findByUid(uid)),
      findByUserCode: (userCode) => read(adapter.findByUserCode(userCode)),
    }
  }
}

/** What the engine's own answers date, by the name of the route. */
const ANSWERED: Record<string, readonly string[]> = {
  registration: CLIENT_MOMENTS,
  client: CLIENT_MOMENTS,
  client_update: CLIENT_MOMENTS,
}

/** Dates what the engine answers about clients by the lab's clock. */
export function dateAnswers(provider: Provider, now: () => number): Provider {
  provider.use(async (context: KoaContextWithOIDC, next) => {
    await next()
    // An unknown address has no route, whatever the type says.
    const { oidc } = context as Partial<KoaContextWithOIDC>
    const moments = ANSWERED[oidc?.route ?? '']
    const { body } = context
    if (moments && typeof body === 'object' && body !== null)
      context.body = shift(body as Record<string, unknown>, moments, secondsAhead(now))
  })
  return provider
}

function secondsAhead(now: () => number): number {
  return Math.round((now() - Date.now()) / 1000)
}

function shift<T extends Record<string, unknown> | AdapterPayload>(
  source: T,
  names: readonly string[],
  seconds: number,
): T {
  if (seconds === 0) return source
  const moved: Record<string, unknown> = { ...source }
  for (const name of names) {
    const value = moved[name]
    if (typeof value === 'number' && value !== 0) moved[name] = value + seconds
  }
  return moved as T
}
