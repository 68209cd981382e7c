import { expect, test, vi } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { openEventStream } from './event-stream.ts'

const frame = (id: number) => `id: ${id}\nevent: run.deleted\ndata: {"id":"run-${id}"}\n\n`

function streamOf(...chunks: string[]): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk))
      controller.close()
    },
  })
  return new Response(body)
}

function follow(...answers: (() => Promise<Response>)[]) {
  const seen: string[] = []
  const pauses: number[] = []
  const fetch = vi.fn<typeof globalThis.fetch>(async () => {
    const next = answers.shift()
    return next ? next() : new Promise<Response>(() => {})
  })
  const stream = openEventStream({
    pairing: { origin: 'http://127.0.0.1:8790', key: 'k', pairingId: 'p' },
    fetch,
    pause: async (ms) => void pauses.push(ms),
    onOpen: () => seen.push('open'),
    onDown: (error: AppError) => seen.push(error.code),
    onEvent: (event) => seen.push(event.id),
  })
  return { seen, pauses, fetch, stream }
}

const down = () => Promise.reject(new TypeError('fetch failed'))

test('events arrive however the chunks are cut', async () => {
  const text = frame(1) + frame(2)
  const { seen } = follow(async () =>
    streamOf(text.slice(0, 30), text.slice(30, 31), text.slice(31)),
  )
  await vi.waitFor(() => expect(seen).toEqual(['open', '1', '2', 'COMPANION_UNREACHABLE']))
})

test('after a break it resumes behind the last event', async () => {
  const { seen, fetch } = follow(
    async () => streamOf(frame(41)),
    async () => streamOf(frame(42)),
  )
  await vi.waitFor(() => expect(seen).toContain('42'))
  const headers = fetch.mock.calls.map(([, init]) => new Headers(init?.headers))
  expect(headers[0]?.get('last-event-id')).toBeNull()
  expect(headers[1]?.get('last-event-id')).toBe('41')
})

test('the pauses grow while the companion does not answer, and start small again after an answer', async () => {
  const { pauses, fetch } = follow(down, down, down, async () => streamOf(), down)
  await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(6))
  expect(pauses).toEqual([500, 1000, 2000, 500, 1000])
})

test('a program that does not know the pairing ends no attempts: the companion may come back', async () => {
  const { seen } = follow(
    () => Promise.reject(new AppError('PAIRING_REQUIRED')),
    () => Promise.reject(new AppError('COMPANION_UNPROVEN')),
    async () => streamOf(frame(7)),
  )
  await vi.waitFor(() => expect(seen).toContain('7'))
  expect(seen.slice(0, 3)).toEqual(['PAIRING_REQUIRED', 'COMPANION_UNPROVEN', 'open'])
})

test('unknown names and broken payloads are left out', async () => {
  const { seen } = follow(async () =>
    streamOf(
      'id: 1\nevent: of.tomorrow\ndata: {}\n\nid: 2\nevent: run.deleted\ndata: {',
      '\n\n',
      frame(3),
    ),
  )
  await vi.waitFor(() => expect(seen).toEqual(['open', '3', 'COMPANION_UNREACHABLE']))
})
