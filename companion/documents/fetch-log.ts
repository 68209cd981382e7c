import type { IncomingMessage } from 'node:http'
import type { DocumentFetch } from '#shared/contract/client-document.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { DocumentAnswer } from './write-answer.ts'

const MOST_SHOWN = 10

/** One request for a document; `status` 0 in the answer says that the server gave up. */
export interface Served {
  request: IncomingMessage
  answer: DocumentAnswer
  url: string
  startedAtMs: number
  name: string | undefined
}

interface Fetches {
  count: number
  last: DocumentFetch[]
}

/** Records each fetch as an exchange, and counts those of each document. */
export interface FetchLog {
  note: (served: Served) => void
  of: (name: string) => Fetches
}

export function createFetchLog(recorder: Pick<Recorder, 'record'>): FetchLog {
  const fetches = new Map<string, Fetches>()
  const find = (name: string): Fetches => fetches.get(name) ?? { count: 0, last: [] }
  return {
    of: find,
    note(served) {
      const exchange = record(recorder, served)
      const { name, request, answer, startedAtMs } = served
      if (name === undefined) return
      const agent = request.headers['user-agent']
      const known = find(name)
      const fetched = {
        exchange,
        at: new Date(startedAtMs).toISOString(),
        status: answer.status,
        ...(agent !== undefined && { user_agent: agent }),
      }
      fetches.set(name, {
        count: known.count + 1,
        last: [fetched, ...known.last].slice(0, MOST_SHOWN),
      })
    },
  }
}

function record(recorder: Pick<Recorder, 'record'>, served: Served): string {
  const { request, url, startedAtMs } = served
  const { status, headers, text } = served.answer
  return recorder.record({
    startedAtMs,
    durationMs: Date.now() - startedAtMs,
    from: 'idp',
    to: 'app',
    label: 'Fetch the client metadata document',
    request: { method: request.method ?? '', url, headers: request.rawHeaders },
    ...(status === 0
      ? { failure: 'The server gave up before the document came.' }
      : { response: { status, headers: Object.entries(headers).flat(), body: Buffer.from(text) } }),
  })
}
