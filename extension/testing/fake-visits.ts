import type { ApiClient } from '#shared/contract/api-client.ts'
import type { VisitDetails } from '#shared/contract/visit.ts'
import type { FakeQuery } from './fake-clients.ts'
import { AppError } from '#shared/errors/app-error.ts'

/** The visits of a companion in memory. */
export class FakeVisits {
  list: VisitDetails[] = []
  inbound = true
  readonly #log: (name: string, detail: unknown) => void

  constructor(log: (name: string, detail: unknown) => void) {
    this.#log = log
  }

  readonly api = {
    getVisit: async ({ params }: { params: { visit: string } }) => {
      const found = this.list.find(({ id }) => id === params.visit)
      if (!found) throw new AppError('RECORD_NOT_FOUND')
      return found
    },
    getVisitInvitation: async () => ({
      issuer: 'http://127.0.0.1:8792/mcp',
      gateway: 'http://127.0.0.1:8791',
      apis: ['http://127.0.0.1:8791/mcp/'],
      hosted: 'Claude and ChatGPT need a public https address.',
    }),
    getRecording: async () => ({ inbound: this.inbound }),
    putRecording: async ({ body }: { body: { inbound: boolean } }) => {
      this.#log('putRecording', body)
      this.inbound = body.inbound
      return body
    },
  } as unknown as Partial<ApiClient>

  page({ by }: FakeQuery) {
    const items = this.list.filter((visit) => by === undefined || visit.by === by)
    return { items, total: items.length }
  }
}
