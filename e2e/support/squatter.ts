import { createServer, type IncomingHttpHeaders } from 'node:http'

/** One request as the squatter got it. */
export interface TakenRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface Answer {
  status: number
  body: string
}

/** A program that holds the companion's port and keeps every byte that it is sent. */
export interface Squatter {
  taken: TakenRequest[]
  /** What it answers from now on. */
  answer: (request: TakenRequest) => Answer | Promise<Answer>
  leave(): Promise<void>
}

export async function squatOn(origin: string): Promise<Squatter> {
  const squatter: Squatter = {
    taken: [],
    answer: () => ({ status: 200, body: '{}' }),
    leave: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const taken = { method, url, headers, body: Buffer.concat(pieces) }
      squatter.taken.push(taken)
      void Promise.resolve(squatter.answer(taken)).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(body)
      })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(new URL(origin).port), '127.0.0.1', resolve)
  })
  return squatter
}

/** Passes a request on, as a squatter would that knows where the companion is. */
export async function passOn(taken: TakenRequest, origin: string): Promise<Answer> {
  const { method, url, headers, body } = taken
  const hasBody = body.length > 0
  const answer = await fetch(origin + url, {
    method,
    headers: {
      ...(headers.authorization !== undefined && { authorization: headers.authorization }),
      ...(headers['content-type'] !== undefined && { 'content-type': headers['content-type'] }),
    },
    ...(hasBody && { body: Uint8Array.from(body) }),
    signal: AbortSignal.timeout(10_000),
  })
  return { status: answer.status, body: answer.status === 200 ? await firstOf(answer) : '' }
}

/** An event stream never ends; its first piece shows that it was opened. */
async function firstOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader()
  const piece = await reader?.read()
  await reader?.cancel()
  return Buffer.from(piece?.value ?? []).toString()
}
