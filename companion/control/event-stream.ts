import type { RequestHandler, Response } from 'express'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { EventBus } from '../events/event-bus.ts'
import { readCaller } from './guards.ts'

const HEARTBEAT_MS = 15_000
const BATCH_MS = 20
const MAX_STREAMS_PER_CALLER = 8
const MAX_WAITING_BYTES = 4 * 1024 * 1024
/** So much is written without waiting for more. */
const BATCH_BYTES = 256 * 1024

/**
 * `GET /api/events`: server-sent events. Events that come close together are sent in one write, since a
 * write for each event would be the largest cost.
 *
 * @see [HTML: server-sent events](https://html.spec.whatwg.org/multipage/server-sent-events.html)
 */
export interface EventStreams {
  handler: RequestHandler
  /** Ends the streams of a caller whose pairing was revoked. */
  closeFor(callerId: string): void
  closeAll(): void
}

export function createEventStreams(bus: EventBus): EventStreams {
  const open = new Map<Response, { callerId: string; close: () => void }>()

  const handler: RequestHandler = (request, response) => {
    const { id } = readCaller(response.locals)
    const own = [...open].filter(([, stream]) => stream.callerId === id)
    if (own.length >= MAX_STREAMS_PER_CALLER) own[0]?.[1].close()
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': connected\n\n')
    const lastEventId = request.headers['last-event-id']
    const stop = stream(bus, response, typeof lastEventId === 'string' ? lastEventId : undefined)
    const close = (): void => {
      stop()
      open.delete(response)
      response.end()
    }
    open.set(response, { callerId: id, close })
    response.on('close', close)
  }

  return {
    handler,
    closeFor(callerId) {
      for (const stream of open.values()) if (stream.callerId === callerId) stream.close()
    },
    closeAll() {
      for (const stream of open.values()) stream.close()
    },
  }
}

function stream(bus: EventBus, response: Response, lastEventId: string | undefined): () => void {
  let waiting: string[] = []
  let waitingBytes = 0
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    response.write(waiting.join(''))
    waiting = []
    waitingBytes = 0
    // A listener that does not read is disconnected; it resumes with Last-Event-ID after it reconnects.
    if (response.writableLength > MAX_WAITING_BYTES) response.destroy()
  }
  const unsubscribe = bus.subscribe(lastEventId, (event) => {
    const text = formatEvent(event)
    waiting.push(text)
    waitingBytes += text.length
    timer ??= setTimeout(flush, BATCH_MS)
    if (waitingBytes > BATCH_BYTES) flush()
  })
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS)
  return () => {
    unsubscribe()
    clearInterval(heartbeat)
    clearTimeout(timer)
  }
}

function formatEvent({ id, name, payload }: CompanionEvent): string {
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(payload)}\n\n`
}
