import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Adoption, Registration, UpdatePlan } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { createSampleClient } from './sample-clients.ts'

/** How a part of the fake companion records its calls and announces changes. */
export interface FakeParts<Payload> {
  log: (name: string, detail: unknown) => void
  emit: (payload: Payload) => void
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
  readonly #parts: FakeParts<Registration>

  constructor(parts: FakeParts<Registration>) {
    this.#parts = parts
  }

  readonly api = {
    listRegistrations: async () => {
      this.#refuse()
      return this.list
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
