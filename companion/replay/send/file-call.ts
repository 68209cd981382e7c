import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { HeaderLine, Lane } from '#shared/contract/exchange.ts'
import { type Verdict, VERDICT_HEADER } from '#shared/contract/verdict.ts'
import { readHeaderLines } from '../../recorder/header-lines.ts'
import { BODY_LIMIT_BYTES } from '../../recorder/present-exchange.ts'
import type { Recorder } from '../../recorder/recorder.ts'
import { findHeader } from '../request/build-headers.ts'
import type { BuiltRequest } from '../request/build-request.ts'
import type { SecretUse } from '../request/secret-use.ts'
import type { Sent } from './send-request.ts'

export interface FileDeps {
  addresses: Addresses
  recorder: Pick<Recorder, 'record'>
  gateway: {
    flush: () => Promise<void>
    verdicts: { get: (id: string) => Promise<Verdict | undefined> }
  }
}

/** Where a call stands in the record of what went over the wire. */
export interface FiledCall {
  exchange?: string | undefined
  verdict?: Verdict | undefined
}

/**
 * Files a call. The gateway records what goes through it, with its verdict; every other call is recorded
 * here.
 */
export async function fileCall(
  { addresses, recorder, gateway }: FileDeps,
  { built, sent, use }: { built: BuiltRequest; sent: Sent; use: SecretUse },
): Promise<FiledCall> {
  const { answer, failure } = sent
  if (built.url.origin === addresses.gateway) {
    const id = answer && findHeader(readHeaderLines(answer.headers), VERDICT_HEADER.toLowerCase())
    if (id === undefined) return {}
    await gateway.flush()
    const verdict = await gateway.verdicts.get(id)
    return { verdict, exchange: verdict?.exchange }
  }
  const { shown } = built
  const exchange = recorder.record({
    startedAtMs: sent.startedAtMs,
    durationMs: sent.durationMs,
    from: 'app',
    to: findLane(addresses, built.url.origin),
    label: 'Replay',
    request: {
      method: shown.method,
      url: shown.url,
      headers: [...namesAndValues([['host', built.url.host]]), ...namesAndValues(shown.headers)],
      ...(shown.body && {
        body: Buffer.from(shown.body.text),
        sizeBytes: shown.body.size_bytes,
      }),
    },
    ...(answer && {
      response: {
        status: answer.status,
        headers: answer.headers,
        body: maskBytes(answer.start.subarray(0, BODY_LIMIT_BYTES), use),
        sizeBytes: answer.sizeBytes,
      },
    }),
    ...(failure !== undefined && { failure }),
  })
  return { exchange }
}

function namesAndValues(lines: readonly HeaderLine[]): string[] {
  return lines.flat()
}

/** Latin-1 keeps every byte, and secrets are ASCII mostly. */
function maskBytes(bytes: Buffer, { mask }: SecretUse): Buffer {
  const text = bytes.toString('latin1')
  const masked = mask(text)
  return masked === text ? bytes : Buffer.from(masked.replaceAll('•', '*'), 'latin1')
}

function findLane({ idp }: Addresses, origin: string): Lane {
  return origin === idp ? 'idp' : 'upstream'
}
