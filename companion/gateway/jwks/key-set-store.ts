import {
  type FetchState,
  NEVER_FETCHED,
  applyFailure,
  applySuccess,
  isFetchDue,
  isUsable,
} from './fetch-schedule.ts'
import { type KeySet, readKeySet } from './key-set.ts'

export interface KeySetStoreDeps {
  /** Fetches the text of a key set; what it throws is the reason as the end of a sentence. */
  fetchText: (url: string, verdict: string) => Promise<string>
  /** Milliseconds. */
  now: () => number
}

export interface KeySetQuestion {
  url: string
  /** The key that is looked for. */
  kid: string
  /** Id of the verdict in the making, for the record of a fetch. */
  verdict: string
}

export interface KeySetAnswer {
  keySet: KeySet | undefined
  /** Why the last fetch failed, as the end of a sentence. */
  failure: string | undefined
}

/**
 * Keeps key sets, asks for each at most once at a time, waits longer after each failure, and serves
 * the last good set for a day when the provider is down.
 *
 * @see [RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517.html#section-5)
 */
export interface KeySetStore {
  /** The set when it is fresh and has the key, without waiting. */
  peek(url: string, kid: string): KeySet | undefined
  find(question: KeySetQuestion): Promise<KeySetAnswer>
  /** Forgets one set, or all, and every back-off with them. */
  clear(url?: string): void
}

interface Entry {
  state: FetchState
  keySet?: KeySet
  failure?: string | undefined
  pending?: Promise<void> | undefined
}

export function createKeySetStore(deps: KeySetStoreDeps): KeySetStore {
  const entries = new Map<string, Entry>()

  function getEntry(url: string): Entry {
    let entry = entries.get(url)
    if (!entry) entries.set(url, (entry = { state: NEVER_FETCHED }))
    return entry
  }

  function peek(url: string, kid: string): KeySet | undefined {
    const entry = entries.get(url)
    if (!entry?.keySet?.kids.has(kid)) return undefined
    const nowMs = deps.now()
    const isReady = !isFetchDue(entry.state, true, nowMs) && isUsable(entry.state, nowMs)
    return isReady ? entry.keySet : undefined
  }

  return {
    peek,
    async find(question) {
      // A key at hand never waits for a fetch that somebody's unknown kid began.
      const ready = peek(question.url, question.kid)
      if (ready) return { keySet: ready, failure: undefined }
      const entry = getEntry(question.url)
      const hasKey = entry.keySet?.kids.has(question.kid) ?? false
      if (entry.pending) await entry.pending
      else if (isFetchDue(entry.state, hasKey, deps.now())) await refresh(deps, entry, question)
      const keySet = isUsable(entry.state, deps.now()) ? entry.keySet : undefined
      return { keySet, failure: entry.failure }
    },
    clear(url) {
      if (url === undefined) entries.clear()
      else entries.delete(url)
    },
  }
}

function refresh(deps: KeySetStoreDeps, entry: Entry, question: KeySetQuestion): Promise<void> {
  entry.pending = load(deps, entry, question).finally(() => {
    entry.pending = undefined
  })
  return entry.pending
}

async function load(deps: KeySetStoreDeps, entry: Entry, question: KeySetQuestion): Promise<void> {
  try {
    const text = await deps.fetchText(question.url, question.verdict)
    entry.keySet = readKeySet(question.url, text, deps.now())
    entry.state = applySuccess(deps.now())
    entry.failure = undefined
  } catch (thrown) {
    entry.state = applyFailure(entry.state, deps.now(), Math.random())
    entry.failure = thrown instanceof Error ? thrown.message : 'the connection failed'
  }
}
