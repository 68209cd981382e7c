import type { CallContext, HttpClient } from '../../outgoing/http-client.ts'
import { type ProviderMetadata, readMetadata } from '../../providers/discovery.ts'

const LIFETIME_MS = 60_000
const MOST_HOSTS = 100

/**
 * The metadata of the providers that were asked lately, for calls that need its addresses alone.
 *
 * A document serves for a minute of the machine's time. It is read again sooner when a call that
 * relied on it failed (`doubt`), and when the embedded provider was given other faults (`doubtAll`).
 * What examines a provider (steps 1 and 2, the doctor, the inspection of a token) calls `discover`
 * and always reads the document itself.
 */
export interface RecentMetadata {
  /**
   * At most one GET for a host that was found before.
   *
   * @throws AppError `DISCOVERY_FAILED`, `PROVIDER_UNREACHABLE`.
   */
  read(context: CallContext, host: string): Promise<ProviderMetadata>
  doubt(host: string): void
  doubtAll(): void
}

/** @param nowMs - Milliseconds of a clock that is never set: the lab's clock must not age documents. */
export function createRecentMetadata(
  http: HttpClient,
  nowMs: () => number = () => performance.now(),
): RecentMetadata {
  const kept = new Map<string, { metadata: ProviderMetadata; endsAtMs: number }>()
  const doubt = (host: string): void => {
    const known = kept.get(host)
    // Where the document lies is remembered, so that finding it again takes one call.
    if (known) kept.set(host, { ...known, endsAtMs: -Infinity })
  }
  return {
    async read(context, host) {
      const known = kept.get(host)
      if (known && nowMs() < known.endsAtMs) return known.metadata
      const metadata = await readMetadata(http, context, { host, known: known?.metadata })
      kept.delete(host)
      kept.set(host, { metadata, endsAtMs: nowMs() + LIFETIME_MS })
      const [oldest] = kept.keys()
      if (kept.size > MOST_HOSTS && oldest !== undefined) kept.delete(oldest)
      return metadata
    },
    doubt,
    doubtAll: () => [...kept.keys()].forEach(doubt),
  }
}
