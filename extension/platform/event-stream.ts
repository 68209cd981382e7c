import { batch } from '@preact/signals'
import { EVENTS_PATH } from '#shared/contract/contract.ts'
import { type CompanionEvent, EVENTS, type EventName } from '#shared/contract/events.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { createPairedFetch } from './companion-client.ts'
import type { StoredPairing } from './pairing-storage.ts'
import { createFrameParser, type EventFrame } from '../lib/event-frames.ts'

const FIRST_PAUSE_MS = 500
// Requests on loopback are cheap, and after a restart of the companion the panel should be back at once.
const LONGEST_PAUSE_MS = 2000

export interface EventStreamOptions {
  pairing: StoredPairing
  onEvent: (event: CompanionEvent) => void
  /** The stream is open, for the first time or again. */
  onOpen: () => void
  /** The stream is broken. It is opened again: the paired companion may take the port back. */
  onDown: (error: AppError) => void
  fetch?: typeof fetch
  pause?: (ms: number) => Promise<void>
}

export interface EventStream {
  /** Tries again now instead of after the pause. */
  retry: () => void
  close: () => void
}

/**
 * Follows the companion's events until closed. `EventSource` cannot sign the request, so the stream is
 * read by hand; after a break it resumes behind the last event seen.
 *
 * @see [HTML: Last-Event-ID](https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header)
 */
export function openEventStream(options: EventStreamOptions): EventStream {
  const closing = new AbortController()
  let wake: () => void = () => {}
  const pause = options.pause ?? sleep
  const send = options.fetch ?? createPairedFetch(options.pairing)
  const run = async (): Promise<void> => {
    const place: Place = { lastId: undefined, pauseMs: FIRST_PAUSE_MS }
    while (!closing.signal.aborted) {
      const error = await readOnce({ ...options, fetch: send }, place, closing.signal)
      if (isClosed(closing.signal)) return
      options.onDown(error)
      await Promise.race([pause(place.pauseMs), new Promise<void>((resolve) => (wake = resolve))])
      place.pauseMs = Math.min(place.pauseMs * 2, LONGEST_PAUSE_MS)
    }
  }
  void run()
  return { retry: () => wake(), close: () => (closing.abort(), wake()) }
}

type OpenOptions = EventStreamOptions & Required<Pick<EventStreamOptions, 'fetch'>>

interface Place {
  lastId: string | undefined
  pauseMs: number
}

// A function, since the flag changes while the reader waits and the type checker cannot know.
function isClosed(signal: AbortSignal): boolean {
  return signal.aborted
}

async function readOnce(
  options: OpenOptions,
  place: Place,
  signal: AbortSignal,
): Promise<AppError> {
  try {
    const response = await connect(options, place, signal)
    place.pauseMs = FIRST_PAUSE_MS
    options.onOpen()
    await readFrames(response, (frame) => {
      place.lastId = frame.id ?? place.lastId
      const event = parseEvent(frame)
      if (event) options.onEvent(event)
    })
    return new AppError('COMPANION_UNREACHABLE', { detail: 'The companion closed the connection.' })
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
    return new AppError('COMPANION_UNREACHABLE', {
      detail: `No companion answers at ${options.pairing.origin}.`,
      hint: 'Start the companion with "npx dcr-lab start" or "npm start" and try again.',
      cause: thrown,
    })
  }
}

async function connect(options: OpenOptions, place: Place, signal: AbortSignal): Promise<Response> {
  const response = await options.fetch(new URL(EVENTS_PATH, options.pairing.origin), {
    headers: {
      accept: 'text/event-stream',
      ...(place.lastId !== undefined && { 'last-event-id': place.lastId }),
    },
    cache: 'no-store',
    signal,
  })
  if (response.ok) return response
  await response.body?.cancel()
  throw new AppError('COMPANION_UNREACHABLE', {
    detail: `The companion answered ${response.status} to the event stream.`,
  })
}

async function readFrames(response: Response, onFrame: (frame: EventFrame) => void): Promise<void> {
  if (!response.body) return
  const parse = createFrameParser()
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const frames = parse(decoder.decode(value, { stream: true }))
    // Events that arrive together are rendered together.
    batch(() => frames.forEach(onFrame))
  }
}

/** The frame as a typed event; names of a newer companion and broken payloads are left out. */
function parseEvent(frame: EventFrame): CompanionEvent | undefined {
  if (!Object.hasOwn(EVENTS, frame.name)) return undefined
  const name = frame.name as EventName
  const payload = EVENTS[name].safeParse(parseJson(frame.data))
  if (!payload.success) return undefined
  return { id: frame.id ?? '', name, payload: payload.data } as CompanionEvent
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
