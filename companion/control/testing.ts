import { TEST_TOKEN, type TestCompanion } from '../test-companion.ts'

/** One event as it went over the wire. */
export interface Frame {
  id: string
  event: string
  data: string
}

export interface FrameReader {
  /** Waits for the next `count` events. */
  take(count: number): Promise<Frame[]>
  close(): void
}

/** Opens `GET /api/events`; resolves once the companion has answered, so that nothing is missed. */
export async function openFrames(lab: TestCompanion, lastEventId?: string): Promise<FrameReader> {
  const abort = new AbortController()
  const response = await fetch(`${lab.companion.addresses.control}/api/events`, {
    headers: {
      authorization: `Bearer ${TEST_TOKEN}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: abort.signal,
  })
  if (!response.body) throw new TypeError('The event stream has no body')
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  const frames: Frame[] = []
  let text = ''
  return {
    async take(count) {
      while (frames.length < count) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`The stream ended after ${frames.length} of ${count} events`)
        const parts = (text + decoder.decode(value, { stream: true })).split('\n\n')
        text = parts.pop() ?? ''
        frames.push(...parts.filter((part) => part.startsWith('id:')).map(readFrame))
      }
      return frames.splice(0, count)
    },
    close: () => abort.abort(),
  }
}

function readFrame(part: string): Frame {
  const lines = part.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))
  return Object.fromEntries(lines) as Frame
}
