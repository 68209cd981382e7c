import { randomUUID } from 'node:crypto'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import type {
  ReplaySet,
  SetDraft,
  SetFile,
  SetRequest,
  SetResult,
  SetRun,
} from '#shared/contract/replay/replay-set.ts'
import type { Table } from '../../store/table.ts'
import type { Attempts } from '../attempts.ts'
import { nameSetThread } from '../attempt-threads.ts'
import { refuseInput } from '../refuse-input.ts'
import type { ReplaySecrets } from '../replay-secrets.ts'
import { shortenUrl } from '../request/shorten-url.ts'
import { tuckSecrets } from '../request/tuck-secrets.ts'
import type { SendAttemptDeps } from '../send/send-attempt.ts'
import type { FindDeps } from '../token/find-token.ts'
import { exportSet, takeRequests } from './portable-set.ts'
import type { RunRequest } from './run-set.ts'

const MOST_SETS = 200
const RUNS_OF_SET = 20

export interface SetsDeps {
  sets: Table<ReplaySet>
  runs: Table<SetRun>
  attempts: Attempts
  secrets: ReplaySecrets
  sending: SendAttemptDeps
  find: FindDeps
}

export interface RunOptions {
  /** By name, for this run only. */
  secrets: Record<string, string>
  signal: AbortSignal
}

/** Saved requests with what is expected of their answers. */
export interface Sets {
  list(): ReplaySet[]
  /** @throws AppError `RECORD_NOT_FOUND`. */
  require(id: string): ReplaySet
  /** @throws AppError `INPUT_INVALID` for a path, schema or value that cannot be used. */
  create(draft: SetDraft): Promise<ReplaySet>
  replace(id: string, draft: SetDraft): Promise<ReplaySet>
  /** Forgets the set, its runs and their attempts. */
  remove(id: string): Promise<void>
  exportFile(id: string): SetFile
  importFile(file: SetFile): Promise<ReplaySet>
  /** @throws AppError `RECORD_NOT_FOUND`, `INPUT_INVALID` for a set without requests. */
  run(id: string, options: RunOptions): Promise<SetRun>
  /** Runs a file; nothing is kept. @throws AppError `INPUT_INVALID`. */
  runFile(file: SetFile, options: RunOptions): Promise<SetRun>
  /** The oldest first. */
  listRuns(set?: string): SetRun[]
}

// Assertions bring JSON Schema and JSONPath along, which a companion without sets does not need to load.
const loadRunner = () => import('./run-set.ts')
const loadAssertions = () => import('../assertions/assert-usable.ts')

export function createSets(deps: SetsDeps): Sets {
  return new KeptSets(deps)
}

class KeptSets implements Sets {
  readonly #deps: SetsDeps

  constructor(deps: SetsDeps) {
    this.#deps = deps
  }

  list(): ReplaySet[] {
    return [...this.#deps.sets.list()]
  }

  require(id: string): ReplaySet {
    return this.#deps.sets.require(id)
  }

  create(draft: SetDraft): Promise<ReplaySet> {
    return this.#build(randomUUID(), draft, (set) =>
      this.#deps.sets.transact((rows) => {
        if (rows.list().length >= MOST_SETS)
          throw refuseInput('name', `${MOST_SETS} sets are kept already.`, 'Delete one first.')
        rows.put(set.id, set)
      }),
    )
  }

  async replace(id: string, draft: SetDraft): Promise<ReplaySet> {
    this.require(id)
    return this.#build(id, draft, (set) =>
      this.#deps.sets.transact((rows) => {
        rows.require(id)
        rows.put(id, set)
      }),
    )
  }

  async remove(id: string): Promise<void> {
    const { requests } = this.require(id)
    await this.#deps.sets.transact((rows) => rows.delete(id))
    await this.#removeRuns(id, requests)
  }

  async #removeRuns(id: string, requests: readonly RunRequest[]): Promise<void> {
    await this.#deps.runs.transact((rows) => {
      for (const run of rows.list()) if (run.set === id) rows.delete(run.id)
    })
    for (const request of requests)
      await this.#deps.attempts.removeThread(nameSetThread(id, request.id))
  }

  exportFile(id: string): SetFile {
    return exportSet(this.#deps.find, this.require(id))
  }

  importFile(file: SetFile): Promise<ReplaySet> {
    return this.create({ name: file.name, requests: takeRequests(file) })
  }

  async run(id: string, { secrets, signal }: RunOptions): Promise<SetRun> {
    const { name, requests } = this.require(id)
    assertFilled(name, requests)
    const passedBefore = this.#findPassed(id)
    const { runSet } = await loadRunner()
    const run = await runSet(this.#withSecrets(secrets), {
      name,
      requests,
      signal,
      nameThread: (request) => nameSetThread(id, request.id),
      keep: async (attempt, request) => {
        await this.#deps.attempts.add(attempt)
        const last = passedBefore.get(request.id)
        return { attempt: attempt.id, ...(last !== undefined && { last_passed: last }) }
      },
    })
    const kept = { ...run, set: id }
    await this.#deps.runs.transact((rows) => {
      rows.put(kept.id, kept)
      const own = rows.list().filter((one) => one.set === id)
      for (const old of own.slice(0, Math.max(0, own.length - RUNS_OF_SET))) rows.delete(old.id)
    })
    // Deleted while it ran, it could not be asked to forget what only came afterwards.
    if (!this.#deps.sets.get(id)) await this.#removeRuns(id, requests)
    return kept
  }

  async runFile(file: SetFile, { secrets, signal }: RunOptions): Promise<SetRun> {
    const requests = takeRequests(file)
    assertFilled(file.name, requests)
    const { assertUsable } = await loadAssertions()
    await assertUsable(requests)
    const own = new Map(Object.entries(secrets))
    const keepForNow = async (source: string, value: string): Promise<string> => {
      const name = `${source.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 60)}-${own.size}`
      own.set(name, value)
      return name
    }
    const { isSecretName } = this.#deps.sending.registry
    const safe: RunRequest[] = []
    for (const [at, one] of requests.entries())
      safe.push({
        ...one,
        id: one.id ?? String(at + 1),
        request: await tuckSecrets(one.request, { keep: keepForNow, isSecretName }),
      })
    const { runSet } = await loadRunner()
    return runSet(this.#withSecrets(Object.fromEntries(own)), {
      name: file.name,
      requests: safe,
      signal,
      nameThread: () => 'file',
      keep: async () => ({}),
    })
  }

  listRuns(set?: string): SetRun[] {
    return this.#deps.runs.list().filter((run) => set === undefined || run.set === set)
  }

  /** Secrets in clear are kept with the set, or not at all. */
  async #build(
    set: string,
    { name, requests }: SetDraft,
    save: (set: ReplaySet) => Promise<void>,
  ): Promise<ReplaySet> {
    const { assertUsable } = await loadAssertions()
    await assertUsable(requests)
    const { isSecretName } = this.#deps.sending.registry
    return this.#deps.secrets.keepAll(async (keepFound) => {
      const taken = new Set<string>()
      const built: ReplaySet['requests'] = []
      for (const one of requests) {
        const id = one.id === undefined || taken.has(one.id) ? randomUUID() : one.id
        taken.add(id)
        const short = shortenUrl(one.request, this.#deps.sending.addresses.gateway)
        built.push({
          ...one,
          id,
          request: await tuckSecrets(short, { keep: keepFound, isSecretName }),
        })
      }
      const whole = { id: set, name, requests: built, updated_at: new Date().toISOString() }
      await save(whole)
      return whole
    })
  }

  /** The attempts of the newest runs in which each request passed. */
  #findPassed(set: string): Map<string, string> {
    const isKept = new Set(this.#deps.attempts.list().map(({ id }: Attempt) => id))
    const passed = this.listRuns(set)
      .flatMap(({ results }) => results)
      .filter(({ state, attempt }) => state === 'passed' && isKept.has(attempt ?? ''))
    return new Map(passed.map(({ request, attempt }: SetResult) => [request, attempt ?? '']))
  }

  /** Secrets that were given for one run come before those that are kept. */
  #withSecrets(given: Record<string, string>): SendAttemptDeps {
    const { sending } = this.#deps
    const own = new Map(Object.entries(given))
    return {
      ...sending,
      openSecret: (name) => own.get(name) ?? sending.openSecret(name),
      token: { ...sending.token, given: (ref) => own.get(ref) },
    }
  }
}

/** A set of nothing would pass, and say nothing. @throws AppError `INPUT_INVALID`. */
function assertFilled(name: string, { length }: readonly SetRequest[]): void {
  if (length === 0)
    throw refuseInput(
      'requests',
      `${name} has no requests, so there is nothing that could pass.`,
      'Add a request to the set first.',
    )
}
