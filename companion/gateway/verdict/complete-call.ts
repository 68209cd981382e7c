import type { Recorder } from '../../recorder/recorder.ts'
import { namePeer } from '../../recorder/inbound/tap.ts'
import type { Call } from '../call/call.ts'
import type { VerdictLog } from './verdict-log.ts'

export interface CompleteCallDeps {
  recorder: Pick<Recorder, 'record'>
  verdicts: VerdictLog
  port: () => number
}

/**
 * Records a call and its verdict. Called before the caller has the last byte, so that a caller who
 * then asks for the proof finds it.
 */
export function completeCall(deps: CompleteCallDeps, call: Call): void {
  call.durationMs = performance.now() - call.started
  if (call.isRecorded) call.exchange = record(deps, call)
  deps.verdicts.add(call)
}

function record(deps: CompleteCallDeps, call: Call): string {
  const { answer } = call
  return deps.recorder.record({
    startedAtMs: call.startedAtMs,
    durationMs: call.durationMs,
    from: 'app',
    to: 'gateway',
    label: 'Call API',
    request: {
      method: call.method,
      url: readUrl(call, deps.port()),
      headers: call.rawHeaders,
      ...call.requestBody?.read(),
    },
    ...(answer
      ? {
          response: {
            status: call.status,
            headers: answer.headers,
            body: answer.body,
            sizeBytes: answer.sizeBytes,
          },
        }
      : { failure: 'The caller closed the connection before the answer was complete' }),
    verdict: call.verdict,
    peer: namePeer(call.request.socket),
  })
}

function readUrl({ target }: Call, port: number): string {
  return target.startsWith('/') ? `http://127.0.0.1:${port}${target}` : target
}
