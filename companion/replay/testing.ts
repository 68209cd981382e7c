import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import type { ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import type { Run } from '#shared/contract/run.ts'
import type * as z from '#shared/zod.ts'
import { runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

/** A companion whose journey has been walked: an API, a client and a token. */
export class ReplayLab {
  readonly lab: TestCompanion
  readonly run: Run

  private constructor(lab: TestCompanion, run: Run) {
    this.lab = lab
    this.run = run
  }

  static async start(): Promise<ReplayLab> {
    const lab = await startTestCompanion()
    const run = await lab.client.createRun({ body: { origin: 'test' } })
    return new ReplayLab(lab, await runSteps(lab.client, run))
  }

  get client(): TestCompanion['client'] {
    return this.lab.client
  }

  /** The token of the journey, by its id. */
  async token(): Promise<string> {
    const [token] = await this.client.listTokens()
    if (!token) throw new Error('The journey left no token')
    return token.id
  }

  send(request: Partial<z.input<typeof ReplayRequest>>, thread?: string): Promise<Attempt> {
    return this.client.sendReplay({
      body: {
        request: { method: 'GET', url: '/okta-api/headers', ...request },
        ...(thread !== undefined && { thread }),
      },
    })
  }
}

/** A server that stands in for any program on the network. */
export interface TestServer {
  origin: string
  close(): Promise<void>
}

export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
