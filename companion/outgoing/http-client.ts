import { type Dispatcher, request } from 'undici'
import type { HeaderLine, Lane } from '#shared/contract/exchange.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { describeFailure } from './describe-failure.ts'
import { assertAllowedUrl } from './egress.ts'
import { listOwnSecrets } from '../recorder/own-secrets.ts'
import { noteExchange } from './exchange-trail.ts'
import { PartialAnswerError } from './partial-answer.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'

/** Shorter texts under the name of a secret are error codes more often than secrets. */
const SHORTEST_GIVEN = 16
const ANSWER_LIMIT_BYTES = 256 * 1024

/** Caller, callee and purpose, under which an exchange is filed. */
export interface CallContext {
  run?: string | undefined
  step?: string | undefined
  from: Lane
  to: Lane
  label: string
  /** Of a client that a person has, though no run makes the call: a scenario that breaks the client strikes it. */
  isOwnClient?: true | undefined
  /** Aborts the request. */
  signal?: AbortSignal | undefined
}

export interface HttpRequest {
  method: string
  url: string
  headers: Record<string, string>
  body?: string | undefined
}

export interface HttpAnswer {
  status: number
  headers: HeaderLine[]
  /** With 400 and above all known secrets are masked in it. */
  text: string
  /** The text as it came: for what must not be lost. A function, so that no logger prints it. */
  readUnmasked: () => string
  /** The text with all known secrets masked, whatever the status: for a sentence. */
  readMasked: () => string
  exchange: string
}

/** Sends requests to identity providers and records each one. */
export interface HttpClient {
  /**
   * Redirects are not followed; an answer may have 256 KiB. In the text of a refusal (400 and above) all
   * known secrets are masked, and those of the request.
   *
   * @throws AppError `PROVIDER_UNREACHABLE` when no whole answer comes in time; its cause is a
   * `PartialAnswerError` when a part came. `ADDRESS_REFUSED`.
   */
  send(context: CallContext, httpRequest: HttpRequest): Promise<HttpAnswer>
}

export interface WireDeps {
  recorder: Recorder
  dispatcher: Dispatcher
  registry: Pick<SecretRegistry, 'add' | 'maskWith' | 'isSecretName' | 'completed'>
}

export function createHttpClient({ recorder, dispatcher, registry }: WireDeps): HttpClient {
  return {
    async send({ signal, isOwnClient: _own, ...context }, httpRequest) {
      const url = new URL(httpRequest.url)
      assertAllowedUrl(url)
      await registry.completed
      const startedAtMs = Date.now()
      const start = performance.now()
      const base = {
        ...context,
        startedAtMs,
        request: {
          method: httpRequest.method,
          url: url.href,
          headers: ['host', url.host, ...Object.entries(httpRequest.headers).flat()],
          body: httpRequest.body === undefined ? undefined : Buffer.from(httpRequest.body),
        },
      }
      const elapsed = (): number => performance.now() - start
      try {
        const answer = await receive(httpRequest, { dispatcher, signal })
        const exchange = recorder.record({
          ...base,
          durationMs: elapsed(),
          response: { ...answer, headers: answer.headers.flat() },
        })
        noteExchange(exchange)
        const text = answer.body.toString('utf8')
        const given = { headers: answer.headers.flat(), body: answer.body }
        for (const secret of listOwnSecrets(given, registry.isSecretName))
          if (secret.length >= SHORTEST_GIVEN) registry.add(secret)
        const { status } = answer
        const readMasked = (): string =>
          registry.maskWith([
            ...listOwnSecrets(base.request, registry.isSecretName),
            ...listOwnSecrets(given, registry.isSecretName),
          ])(text)
        const shown = { status, exchange, readUnmasked: () => text, readMasked }
        if (status < 400) return { ...shown, headers: answer.headers, text }
        // A refusal carries no secret that is needed, and its words go to lists, logs and people.
        const mask = registry.maskWith(listOwnSecrets(base.request, registry.isSecretName))
        const headers = answer.headers.map(([name, value]): HeaderLine => [name, mask(value)])
        return { ...shown, headers, text: mask(text) }
      } catch (cause) {
        const failure = signal?.aborted
          ? `The waiting for ${url.origin} was cancelled.`
          : describeFailure(cause instanceof PartialAnswerError ? cause.cause : cause, url)
        noteExchange(recorder.record({ ...base, durationMs: elapsed(), failure }))
        throw new AppError('PROVIDER_UNREACHABLE', {
          detail: failure,
          hint: 'Check the address, and that the identity provider is up.',
          cause,
        })
      }
    },
  }
}

interface Answer {
  status: number
  headers: HeaderLine[]
  body: Buffer
}

async function receive(
  httpRequest: HttpRequest,
  { dispatcher, signal }: { dispatcher: Dispatcher; signal: AbortSignal | undefined },
): Promise<Answer> {
  const timeout = AbortSignal.timeout(15_000)
  const { statusCode, headers, body } = await request(httpRequest.url, {
    method: httpRequest.method,
    headers: httpRequest.headers,
    body: httpRequest.body ?? null,
    dispatcher,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  })
  const chunks: Buffer[] = []
  const answer = (): Answer => ({
    status: statusCode,
    headers: flatten(headers),
    body: Buffer.concat(chunks),
  })
  let sizeBytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length
      chunks.push(chunk)
      if (sizeBytes > ANSWER_LIMIT_BYTES) throw new RangeError('The answer is larger than 256 KiB')
    }
  } catch (cause) {
    throw new PartialAnswerError(answer(), { cause })
  }
  return answer()
}

function flatten(headers: Record<string, string | string[] | undefined>): HeaderLine[] {
  return Object.entries(headers).flatMap(([name, value]): HeaderLine[] =>
    [value ?? []].flat().map((line) => [name, line]),
  )
}
