import type { RawAnswer } from './raw-call.ts'
import type { TykAnswer } from './tyk-case.ts'

/** Of the connection, of the clock, or this gateway's own. */
const NOT_COMPARED = [
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'x-dcr-verdict',
]
/** Go's HTTP client asks for gzip by itself, and names itself. */
const NOT_COMPARED_UPSTREAM = ['accept-encoding', 'user-agent', 'connection']

/** Makes what belongs to one run of one gateway alike: addresses, tokens, times. */
export type Normalize = Record<'tyk' | 'here', (text: string) => string>

/**
 * How an answer differs from Tyk's recorded one: status, every header, body, and what the upstream got.
 * Empty when it does not.
 */
export function compareAnswer(tyk: TykAnswer, here: RawAnswer, normalize: Normalize): string[] {
  if (tyk.status !== here.status) return [`status ${tyk.status}, here ${here.status}`]
  const differences = [
    ...differ(
      'headers',
      normalize.tyk(writeFields(tyk.headers, NOT_COMPARED)),
      normalize.here(writeFields(here.headers, NOT_COMPARED)),
    ),
    ...(tyk.body === undefined
      ? []
      : differ('body', normalize.tyk(tyk.body), normalize.here(here.body))),
  ]
  return tyk.upstream ? [...differences, ...compareUpstream(tyk, here, normalize)] : differences
}

function compareUpstream(
  { upstream = {}, status }: TykAnswer,
  { body }: RawAnswer,
  normalize: Normalize,
): string[] {
  if (status === 304) return []
  const received = JSON.parse(body) as typeof upstream
  return Object.entries(upstream).flatMap(([name, value]) => {
    // Of a delayed answer no fields were kept.
    if (name === 'h' && Object.keys(value as object).length === 0) return []
    const write = (data: unknown) =>
      name === 'h'
        ? writeFields(data as Record<string, string[]>, NOT_COMPARED_UPSTREAM)
        : JSON.stringify(data)
    return differ(
      `upstream ${name}`,
      normalize.tyk(write(value)),
      normalize.here(write(received[name])),
    )
  })
}

function writeFields(headers: Record<string, string[]>, without: readonly string[]): string {
  const kept = Object.entries(headers).filter(([name]) => !without.includes(name))
  return kept
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([name, values]) => `${name}: ${values.join(' | ')}`)
    .join('\n')
}

function differ(what: string, tyk: string, here: string): string[] {
  return tyk === here ? [] : [`${what} ${JSON.stringify(tyk)}, here ${JSON.stringify(here)}`]
}
