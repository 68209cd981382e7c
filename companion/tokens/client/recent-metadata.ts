import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { CallContext, HttpClient } from '../../outgoing/http-client.ts'
import { type ProviderMetadata, readMetadata } from '../../providers/discovery.ts'

const LIFETIME_MS = 60_000
const MOST_HOSTS = 100

/**
 * A cache of provider metadata, for calls that need the endpoint addresses only.
 *
 * A document is used for one minute of the machine's time. It is read again sooner when a call that relied
 * on it failed (`doubt`), and when the faults of the embedded provider changed (`doubtAll`). Examinations
 * of a provider (steps 1 and 2, the doctor, the inspection of a token) call `discover`, which always reads
 * the document.
 */
export interface RecentMetadata {
  /**
   * Makes at most one GET for a host whose metadata was found before.
   *
   * @throws AppError `DISCOVERY_FAILED`, `PROVIDER_UNREACHABLE`.
   */
  read(context: CallContext, host: string, provider?: DcrProvider): Promise<ProviderMetadata>
  doubt(host: string): void
  doubtAll(): void
}

/** @param nowMs - Milliseconds of a clock that is never set: a moved lab clock must not expire documents. */
export function createRecentMetadata(
  http: HttpClient,
  nowMs: () => number = () => performance.now(),
): RecentMetadata {
  const kept = new Map<string, { metadata: ProviderMetadata; endsAtMs: number }>()
  const doubt = (host: string): void => {
    const known = kept.get(host)
    // The document's address is remembered, so that reading it again takes one call.
    if (known) kept.set(host, { ...known, endsAtMs: -Infinity })
  }
  return {
    async read(context, host, provider) {
      const known = kept.get(host)
      if (known && nowMs() < known.endsAtMs) return known.metadata
      const metadata = await readMetadata(http, context, { host, provider, known: known?.metadata })
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
