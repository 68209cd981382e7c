import type { PushCall, PushReply, PushState } from '#shared/contract/endpoints/push.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { HttpClient } from '../outgoing/http-client.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { type PushAddresses, type PushItem, type Pushed, planPush } from './plan-push.ts'
import { describeDead, judgeLife } from './push-states.ts'

export interface PushDeps extends Pushed {
  http: HttpClient
  registry: SecretRegistry
}

export interface PushTarget extends PushAddresses {
  /** Value for the header `x-tyk-authorization`. */
  secret: string
}

/**
 * Puts all definitions into a Tyk Gateway, reloads it, and asks it for each of them: Tyk says "added" to a
 * policy that it will never read. Stops at the first that Tyk refuses, since an API without its policies
 * would refuse its callers.
 *
 * @throws AppError `PROVIDER_UNREACHABLE` when the first call gets no answer, `ADDRESS_REFUSED`.
 */
export async function pushToTyk(deps: PushDeps, target: PushTarget): Promise<PushReply> {
  deps.registry.add(target.secret)
  const { items, reload } = planPush(deps, target)
  const send = openSender(deps, target)
  const written: PushState[] = []
  for (const [at, item] of items.entries()) {
    // One after the other: an API that arrives before its policies would refuse its callers for a while.
    const refusal = describeRefusal(await send(item.put))
    if (refusal !== undefined) {
      const rest = items.slice(at + 1).map((left) => tell(left, 'not_sent', NOT_SENT))
      const states = [...written, tell(item, 'refused', refusal), ...rest]
      return { ok: false, calls: send.calls, states }
    }
    written.push(tell(item, 'written', WRITTEN))
  }
  const refusal = describeRefusal(await send(reload))
  if (refusal !== undefined) {
    const states = written.map((state) => ({ ...state, message: `${WRITTEN} ${refusal}` }))
    return { ok: false, calls: send.calls, states }
  }
  const states: PushState[] = []
  for (const item of items) states.push(await verify(item, send))
  return { ok: states.every(({ state }) => state === 'live'), calls: send.calls, states }
}

const WRITTEN =
  'Tyk took it; it becomes live when Tyk is reloaded, which this push did not achieve.'
const NOT_SENT = 'It was not sent, since the push had stopped before.'

/** Asks Tyk for a definition, then calls it where a call can tell. */
async function verify(item: PushItem, send: Sender): Promise<PushState> {
  const check = await send(item.check)
  const life = judgeLife(item, {
    check,
    visit: check.status === 200 && item.visit ? await send(item.visit) : undefined,
  })
  return life === undefined
    ? tell(item, 'live', 'Tyk has it after the reload.')
    : tell(item, 'dead', describeDead(item, life))
}

function tell({ kind, id }: PushItem, state: PushState['state'], message: string): PushState {
  return { kind, id, state, message }
}

function describeRefusal({ status, answer = '' }: PushCall): string | undefined {
  if (status === 200) return undefined
  return status === undefined ? answer : `Tyk refused with ${status}: ${answer}`
}

interface Sender {
  (call: PushCall): Promise<PushCall>
  calls: PushCall[]
}

/** Makes calls and keeps them with their answers; one that gets none is kept, too, unless it is the first. */
function openSender({ http, registry }: PushDeps, { url, secret }: PushTarget): Sender {
  const calls: PushCall[] = []
  const isControl = (call: PushCall) => call.url.startsWith(`${url.replace(/\/+$/, '')}/tyk/`)
  const send = async (call: PushCall): Promise<PushCall> => {
    const body = call.body === undefined ? undefined : JSON.stringify(call.body)
    const headers = {
      ...(isControl(call) && { 'x-tyk-authorization': secret }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const made = await http
      .send(
        { from: 'developer', to: 'gateway', label: 'Push to Tyk' },
        { method: call.method, url: call.url, headers, body },
      )
      .then(({ status, text }) => ({ status, answer: registry.mask(text).slice(0, 500) }))
      .catch((thrown: unknown) => {
        if (calls.length === 0) throw thrown
        return { answer: AppError.from(thrown).message }
      })
    const kept = { ...call, ...made }
    calls.push(kept)
    return kept
  }
  return Object.assign(send, { calls })
}
