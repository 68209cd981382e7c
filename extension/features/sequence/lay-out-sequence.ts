import type { Exchange, Lane } from '#shared/contract/exchange.ts'
import type { Leg } from '#shared/contract/lesson.ts'
import { LANE_NAMES } from '../../components/feedback/lane-chip.tsx'
import type { Arrow } from './arrow.ts'
import { type NestedCall, nestCalls } from './nest-calls.ts'

const LABEL_CHARACTERS = 28

/** The messages of these exchanges in the order in which they went over the wire: requests and answers. */
export function layOutSequence(exchanges: readonly Exchange[]): Arrow[] {
  const calls = exchanges.map((exchange) => {
    const startMs = Date.parse(exchange.at)
    const { from, to, verdict, duration_ms } = exchange
    return { exchange, from, to, verdict, startMs, endMs: startMs + duration_ms }
  })
  return flatten(nestCalls(calls), ({ exchange }) => drawExchange(exchange))
}

/** The messages that are expected, dotted and without words. */
export function layOutGhosts(legs: readonly Leg[]): Arrow[] {
  const calls = legs.map((leg, index) => {
    // A leg that begins where the leg before it ended is a call within that call.
    const inner = legs.slice(index + 1).findIndex(({ from }) => from !== leg.to)
    const endMs = inner === -1 ? legs.length : index + inner + 0.5
    return { leg, index, from: leg.from, to: leg.to, startMs: index * 10, endMs: endMs * 10 }
  })
  return flatten(nestCalls(calls), ({ leg, index }) => drawLeg(leg, index))
}

function flatten<T>(
  calls: readonly NestedCall<T>[],
  draw: (call: T) => { request: Arrow; answer: Arrow },
): Arrow[] {
  return calls.flatMap(({ call, inner }) => {
    const { request, answer } = draw(call)
    return [request, ...flatten(inner, draw), answer]
  })
}

function drawExchange(exchange: Exchange): { request: Arrow; answer: Arrow } {
  const { id, from, to, label, response } = exchange
  const status = response?.status
  const isRefused = status === undefined || status >= 400
  const word = nameAnswer(status)
  const spokenStatus = status === undefined ? 'no answer' : String(status)
  return {
    request: {
      key: `${id} request`,
      exchange: id,
      kind: 'request',
      from,
      to,
      label: shorten(label),
      isRefused: false,
      spoken: `${nameLane(from)} to ${nameLane(to)}, ${label}`,
    },
    answer: {
      key: `${id} answer`,
      exchange: id,
      kind: 'answer',
      from: to,
      to: from,
      label: word,
      ...(status !== undefined && { status }),
      isRefused,
      spoken: `${nameLane(to)} to ${nameLane(from)}, ${label}, ${spokenStatus}${isRefused ? ', refused' : ''}`,
    },
  }
}

function drawLeg({ from, to, label }: Leg, index: number): { request: Arrow; answer: Arrow } {
  const ghost = { isRefused: false, spoken: `${nameLane(from)} to ${nameLane(to)}, ${label}` }
  return {
    request: { key: `leg ${index} request`, kind: 'request', from, to, label, ...ghost },
    answer: { key: `leg ${index} answer`, kind: 'answer', from: to, to: from, label, ...ghost },
  }
}

/** The answer in a word, beside its status. */
function nameAnswer(status: number | undefined): string {
  if (status === undefined) return 'No answer'
  if (status >= 500) return 'Failed'
  if (status >= 400) return 'Refused'
  if (status === 201) return 'Created'
  if (status === 204) return 'Done'
  return status >= 300 ? 'Elsewhere' : 'OK'
}

function nameLane(lane: Lane): string {
  return LANE_NAMES[lane]
}

function shorten(label: string): string {
  return label.length > LABEL_CHARACTERS ? `${label.slice(0, LABEL_CHARACTERS - 1)}…` : label
}
