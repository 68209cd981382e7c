import {
  type FetchState,
  NEVER_FETCHED,
  applyFailure,
  applySuccess,
  isFetchDue,
  isUsable,
} from './fetch-schedule.ts'
import type { Word } from '#shared/messages/catalogue.ts'
import type { FetchText } from './fetch-key-set.ts'
import { type KeySet, readKeySet } from './key-set.ts'
import { readProblem } from './key-set-problem.ts'
import { readPublicKey } from './public-key.ts'

export interface KeySetStoreDeps {
  fetchText: FetchText
  /** Milliseconds. */
  now: () => number
  /** Seconds that a set is kept; `undefined` for the default. Asked after each fetch. */
  findKeptSeconds?: (url: string) => number | undefined
}

export interface KeySetQuestion {
  /** The sources of keys, in order: addresses of key sets, or one public key. */
  sources: readonly string[]
  /** The key that is looked for. */
  kid: string | undefined
  /** As in Tyk: no new fetch for a key that a fresh set lacks (tyk#6378). */
  hasUnknownKidQuirk: boolean
  /** Id of the verdict in the making, for the record of a fetch. */
  verdict: string
}

export interface KeySetAnswer {
  /** The set that has the key, else the first one that could be loaded. */
  keySet: KeySet | undefined
  /** Why the last fetch failed. */
  failure: Word | undefined
  /** Until the next attempt, at least 1. */
  retryAfterSeconds: number
}

/**
 * Keeps key sets, asks for each at most once at a time, waits longer after each failure, and serves
 * the last good set for a day when the provider is down.
 *
 * @see [RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517.html#section-5)
 */
export interface KeySetStore {
  /** The set when it is fresh and has the key, without waiting. */
  peek(sources: readonly string[], kid: string | undefined): KeySet | undefined
  /** Whether a set that was found earlier is still the one at its address, and fresh. */
  isCurrent(keySet: KeySet): boolean
  /** Waits only where a set has to be fetched. */
  find(question: KeySetQuestion): KeySetAnswer | Promise<KeySetAnswer>
  /** Removes these sets, or all, with their back-off times. */
  clear(sources?: readonly string[]): void
}

interface Entry {
  state: FetchState
  keySet?: KeySet | undefined
  failure?: Word | undefined
  pending?: Promise<void> | undefined
}

const NO_ANSWER: KeySetAnswer = { keySet: undefined, failure: undefined, retryAfterSeconds: 1 }

export function createKeySetStore(deps: KeySetStoreDeps): KeySetStore {
  const entries = new Map<string, Entry>()
  const owners = new WeakMap<KeySet, Entry>()

  function getEntry(source: string): Entry {
    let entry = entries.get(source)
    if (!entry) entries.set(source, (entry = openEntry(source)))
    return entry
  }

  function peek(sources: readonly string[], kid: string | undefined): KeySet | undefined {
    for (const source of sources) {
      const entry = getEntry(source)
      const { keySet } = entry
      if (!keySet?.has(kid) || !isReady(entry, deps.now())) continue
      owners.set(keySet, entry)
      return keySet
    }
    return undefined
  }

  async function search(source: string, question: KeySetQuestion): Promise<KeySetAnswer> {
    const entry = getEntry(source)
    const hasKey = question.hasUnknownKidQuirk || (entry.keySet?.has(question.kid) ?? false)
    if (entry.pending) await entry.pending
    else if (isFetchDue(entry.state, hasKey, deps.now()))
      await refresh(deps, entry, { url: source, verdict: question.verdict })
    const keySet = isUsable(entry.state, deps.now()) ? entry.keySet : undefined
    const waitMs = entry.state.retryAtMs - deps.now()
    const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000))
    return { keySet, failure: entry.failure, retryAfterSeconds }
  }

  return {
    peek,
    isCurrent(keySet) {
      const entry = owners.get(keySet)
      return entry?.keySet === keySet && isReady(entry, deps.now())
    },
    find(question) {
      // A known key never waits for a fetch that another token's unknown kid began.
      const ready = peek(question.sources, question.kid)
      return ready ? { ...NO_ANSWER, keySet: ready } : searchAll(search, question)
    },
    clear(sources) {
      for (const source of sources ?? [...entries.keys()]) {
        const entry = entries.get(source)
        if (entry) entry.keySet = undefined
        entries.delete(source)
      }
    },
  }
}

/** The first source that has the key, else the first one that could be loaded. */
async function searchAll(
  search: (source: string, question: KeySetQuestion) => Promise<KeySetAnswer>,
  question: KeySetQuestion,
): Promise<KeySetAnswer> {
  let best: KeySetAnswer | undefined
  for (const source of question.sources) {
    // In turn: the next provider is asked only when this one lacks the key.
    const answer = await search(source, question)
    if (answer.keySet?.has(question.kid)) return answer
    if (!best?.keySet) best = answer
  }
  return best ?? NO_ANSWER
}

/** A public key in the definition itself is a set of one that never ages. */
function openEntry(source: string): Entry {
  if (/^https?:/i.test(source)) return { state: NEVER_FETCHED }
  try {
    return {
      state: { fetchedAtMs: Infinity, failures: 0, retryAtMs: 0 },
      keySet: readPublicKey(source),
    }
  } catch {
    return {
      state: { fetchedAtMs: undefined, failures: 0, retryAtMs: Infinity },
      failure: { code: 'KEY_SET_KEY_UNREADABLE' },
    }
  }
}

/** Whether the set of an entry may be used as it is. */
function isReady({ state }: Entry, nowMs: number): boolean {
  return !isFetchDue(state, true, nowMs) && isUsable(state, nowMs)
}

interface Load {
  url: string
  verdict: string
}

function refresh(deps: KeySetStoreDeps, entry: Entry, load: Load): Promise<void> {
  entry.pending = fetchSet(deps, entry, load).finally(() => {
    entry.pending = undefined
  })
  return entry.pending
}

async function fetchSet(deps: KeySetStoreDeps, entry: Entry, load: Load): Promise<void> {
  try {
    const text = await deps.fetchText(load.url, load.verdict)
    entry.keySet = readKeySet(load.url, text, deps.now())
    const seconds = deps.findKeptSeconds?.(load.url)
    entry.state = applySuccess(deps.now(), seconds === undefined ? undefined : seconds * 1000)
    entry.failure = undefined
  } catch (thrown) {
    entry.state = applyFailure(entry.state, deps.now(), Math.random())
    entry.failure = readProblem(thrown)
  }
}
