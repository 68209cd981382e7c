import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Adoption, Registration, UpdatePlan } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { createSampleClient } from './sample-clients.ts'

/** How a part of the fake companion records its calls and announces changes. */
export interface FakeParts<Payload> {
  log: (name: string, detail: unknown) => void
  emit: (payload: Payload) => void
}

const LIVING = 'intent,active,unknown'

/** The query of the ledger's list. */
export interface FakeQuery {
  limit: number
  cursor?: string
  q?: string
  state?: string
  id?: string
  by?: string
}

interface ClientCall {
  params: { registration: string }
  body: { metadata: Record<string, unknown> }
}

/** The ledger of a companion in memory. */
export class FakeClients {
  list: Registration[] = []
  /** Thrown by the next call about a client. */
  refusal: AppError | undefined
  /** The provider's answer when a client is read. */
  atProvider: Record<string, unknown> = {}
  /** Ids of clients that no sweep can delete. */
  stubborn = new Set<string>()
  plan: UpdatePlan = {
    sent: {},
    added: [],
    changed: [],
    dropped: [],
    effects: {},
    left_out: [],
  }
  /** What was asked of the ledger, page by page. */
  pages: FakeQuery[] = []
  readonly #held = new Map<string, () => Promise<void>>()
  readonly #parts: FakeParts<Registration>

  constructor(parts: FakeParts<Registration>) {
    this.#parts = parts
  }

  async page(query: FakeQuery) {
    this.pages.push(query)
    this.#refuse()
    await this.#held.get(query.q ?? '')?.()
    const found = this.#search(query)
    const from = Number(query.cursor ?? 0)
    const items = found.slice(from, from + query.limit)
    const next = from + items.length
    return { items, total: found.length, ...(next < found.length && { next: String(next) }) }
  }

  readonly api = {
    countRegistrations: async ({ query }: { query: { q?: string } }) => {
      const states = { intent: 0, active: 0, failed: 0, unknown: 0, deleted: 0 }
      for (const { state } of this.#search(query)) states[state] += 1
      const undeleted = this.#search({ state: LIVING })
      const tally = <T>(values: T[]): [T, number][] =>
        [...new Set(values)].map((value) => [value, values.filter((one) => one === value).length])
      const first_at = '2026-11-23T14:00:00.000Z'
      return {
        states,
        undeleted: undeleted.length,
        origins: tally(undeleted.map(({ origin }) => origin)).map(([origin, count]) => ({
          origin,
          count,
        })),
        runs: tally(undeleted.flatMap(({ run }) => run ?? [])).map(([run, count]) => ({
          run,
          count,
          first_at,
        })),
      }
    },
    previewSweep: async ({ query }: { query: Partial<Registration> }) => {
      const found = this.#ofScope(query)
      return { count: found.length, clients: found.slice(0, 8) }
    },
    readRegistration: async ({ params }: ClientCall) => {
      this.#log('readRegistration', params.registration)
      const registration = this.change(params.registration, { granted: this.atProvider })
      return { registration, client: this.atProvider }
    },
    planUpdate: async ({ body }: ClientCall) => {
      this.#log('planUpdate', body.metadata)
      return this.plan
    },
    updateRegistration: async ({ params, body }: ClientCall) => {
      this.#log('updateRegistration', body.metadata)
      return this.change(params.registration, { asked: body.metadata, granted: body.metadata })
    },
    rotateSecret: async ({ params }: ClientCall) => {
      this.#log('rotateSecret', params.registration)
      return this.change(params.registration, { client_secret: '••••neWs' })
    },
    deleteRegistration: async ({ params }: ClientCall) => {
      this.#log('deleteRegistration', params.registration)
      return this.change(params.registration, { state: 'deleted' })
    },
    adoptClient: async ({ body }: { body: Adoption }) => {
      this.#log('adoptClient', body)
      const { client_id, client_name = client_id } = body.client
      const client = createSampleClient('adopted', {
        client_id,
        client_name,
        granted: { client_name },
        origin: 'adopted',
      })
      this.list = [client, ...this.list]
      return client
    },
    sweepClients: async ({ body }: { body: unknown }) => {
      this.#log('sweepClients', body)
      const deleted = this.list.filter(({ id }) => !this.stubborn.has(id)).map(({ id }) => id)
      for (const id of deleted) this.change(id, { state: 'deleted' })
      const left_behind = [...this.stubborn].map((id) => ({ id, reason: 'The provider said 503.' }))
      return { deleted, left_behind }
    },
  } as unknown as Partial<ApiClient>

  /** Changes a client and announces the change, as the real companion does. */
  change(id: string, part: Partial<Registration>): Registration {
    const before = this.list.find((client) => client.id === id)
    if (!before) throw new AppError('RECORD_NOT_FOUND')
    const client = { ...before, ...part }
    this.list = this.list.map((one) => (one.id === id ? client : one))
    this.#parts.emit(client)
    return client
  }

  /** The newest first, as the real ledger is listed. */
  #search({ q = '', state, id }: Partial<FakeQuery>): Registration[] {
    const words = q.toLowerCase().split(/\s+/)
    return this.list
      .filter((client) => {
        const text = JSON.stringify(client).toLowerCase()
        return (
          words.every((word) => text.includes(word)) &&
          (state === undefined || state.split(',').includes(client.state)) &&
          (id === undefined || id.split(',').includes(client.id))
        )
      })
      .sort((a, b) => b.created_at.localeCompare(a.created_at))
  }

  #ofScope({ run, origin }: Partial<Registration>): Registration[] {
    return this.#search({ state: LIVING }).filter(
      (client) =>
        (run === undefined || client.run === run) &&
        (origin === undefined || client.origin === origin),
    )
  }

  /** The next page of a search is answered when the test says so. */
  hold(q: string): { asked: Promise<void>; answered: Promise<void>; release: () => void } {
    const [asked, released] = [createGate(), createGate()]
    this.#held.set(q, () => {
      asked.resolve()
      return released.promise
    })
    // One turn later the panel has seen the answer.
    const answered = released.promise.then(() => new Promise<void>((done) => setTimeout(done)))
    return { asked: asked.promise, answered, release: released.resolve }
  }

  #log(name: string, detail: unknown): void {
    this.#parts.log(name, detail)
    this.#refuse()
  }

  #refuse(): void {
    const { refusal } = this
    this.refusal = undefined
    if (refusal) throw refusal
  }
}

function createGate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve: () => resolve() }
}
