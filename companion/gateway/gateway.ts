import type { FindTls } from '../outgoing/egress.ts'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import { readApi } from '#shared/tyk/read-api.ts'
import { isEnding } from '../http/end-connection.ts'
import { isAllowedHost } from '../http/host.ts'
import type { CallRecorder } from '../recorder/recorder.ts'
import type { Readable } from '../store/records.ts'
import type { Counting } from './limits/counting.ts'
import { createMemoryCounting } from './limits/memory-counting.ts'
import { type Admissions, createAdmissions } from './decide/admissions.ts'
import { type Call, openCall } from './call/call.ts'
import type { Outcome } from './outcome/outcome.ts'
import { serveMetadata } from './answer/serve-metadata.ts'
import { readJwtRules } from './token/jwt-rules.ts'
import { isRefusal, refuse } from './outcome/refusal.ts'
import { TYK } from './outcome/tyk-answers.ts'
import { type DefinitionsInUse, createDefinitionsInUse } from './api/definitions-in-use.ts'
import { answerProbe, findProbe } from './hello.ts'
import { type FetchText, createKeySetFetcher } from './jwks/fetch-key-set.ts'
import { createKeySetStore } from './jwks/key-set-store.ts'
import { createJudge } from './decide/judge.ts'
import { type ForwardDeps, forward } from './perform/forward.ts'
import { refuseGoneCaller } from './perform/upstream-fault.ts'
import { createUpstreamPools } from './perform/upstream-pools.ts'
import { findResource } from './answer/resource-metadata.ts'
import { sendRefusal, sendReply } from './answer/send-refusal.ts'
import { configureGatewayServer } from './server-settings.ts'
import { createDigestToken, createTokenCache } from './decide/token-cache.ts'
import type { Decision } from './verdict/decision.ts'
import { createVerdictLog } from './verdict/verdict-log.ts'

export interface GatewayDeps {
  apis: Readable<ApiDefinition>
  policies: Readable<Policy>
  recorder: CallRecorder
  /** Told of a decision, which is put together when `read` is called. */
  onVerdict?: (read: () => Decision | undefined) => void
  /** The listener's own port: the Host header must name it. */
  port: () => number
  /** The companion's ports besides, of pages and the control API: nothing is forwarded to them. */
  closedPorts?: readonly number[]
  /** What the fetch of a key set trusts and shows at an origin. */
  findTls?: FindTls | undefined
  /** Told of each connection that this gateway opens. */
  onConnect?: ((socket: Socket) => void) | undefined
  /** Milliseconds since the epoch; also drives the rate windows, unless `monotonic` does. */
  now?: () => number
  /** Milliseconds that never go back: what rates are counted in. */
  monotonic?: () => number
  /** Until the headers of an upstream's answer; 30 000 ms when left out, as in Tyk. */
  upstreamTimeoutMs?: number
  /** Counts in this process; anew with each gateway when left out. */
  counting?: Counting
  /** The implementation of counting; in this process when left out. */
  openAdmissions?: (definitions: DefinitionsInUse) => Admissions
  /** The function that fetches a key set's text; this process's own when left out. */
  fetchKeySetText?: FetchText
}

export interface Gateway {
  handler: (request: IncomingMessage, response: ServerResponse) => void
  /** Timeouts, limits and the answers to what never becomes a request. Call before listening. */
  configureServer(server: Server): void
  verdicts: {
    get(id: string): Decision | undefined
    /** The newest first; the last 2000 are kept. */
    list(limit: number): Decision[]
  }
  /** Forgets the key set of one API, or all: Tyk's `DELETE /tyk/cache/jwks[/{apiID}]`. */
  clearJwksCache(apiId?: string): void
  close(): Promise<void>
}

/** The data plane: judges each request as Tyk would, and streams what passes to its upstream. */
export function createGateway(deps: GatewayDeps): Gateway {
  const { recorder, port, onVerdict } = deps
  const now = deps.now ?? Date.now
  const closedPorts = () => [port(), ...(deps.closedPorts ?? [])]
  const { findTls, onConnect } = deps
  const fetcher = createKeySetFetcher(recorder, { closedPorts, findTls, onConnect })
  const definitions = createDefinitionsInUse(deps)
  const keySets = createKeySetStore({
    fetchText: deps.fetchKeySetText ?? fetcher.fetchText,
    now,
    findKeptSeconds: (url) => definitions.findKeptSeconds(url),
  })
  const timeoutMs = deps.upstreamTimeoutMs ?? 30_000
  const pools = createUpstreamPools({ closedPorts, timeoutMs, onConnect })
  const verdicts = createVerdictLog({ onVerdict })
  const judge = createJudge({
    keySets,
    definitions,
    tokens: createTokenCache(),
    digestToken: createDigestToken(),
    admissions: openAdmissions(deps, definitions),
    now,
  })
  const forwardDeps: ForwardDeps = { recorder, verdicts, port, pools }

  return {
    handler(request, response) {
      // Behind an answer that is still on its way, and is the last one of its connection.
      if (response.socket === null && isEnding(request.socket)) return
      const isHostAllowed = isAllowedHost(request.rawHeaders, port())
      const probe = isHostAllowed && findProbe(request.url ?? '')
      if (probe) return answerProbe(request, response, probe)
      const isRecorded = recorder.takesCall()
      const call = openCall(request, response, { isHostAllowed, isRecorded })
      try {
        const resource = isHostAllowed && findResource(definitions.routes(), request)
        if (resource) return serveMetadata(forwardDeps, call, resource)
        const outcome = judge(call)
        if (!(outcome instanceof Promise)) return settle(forwardDeps, call, outcome)
        outcome
          .then((known) => settle(forwardDeps, call, known))
          .catch((thrown: unknown) => fail(forwardDeps, call, thrown))
      } catch (thrown) {
        fail(forwardDeps, call, thrown)
      }
    },
    configureServer: configureGatewayServer,
    verdicts: { get: (id) => verdicts.get(id), list: (limit) => verdicts.list(limit) },
    clearJwksCache(apiId) {
      const api = apiId === undefined ? undefined : deps.apis.get(apiId)
      if (apiId === undefined) keySets.clear()
      else if (api) keySets.clear(readJwtRules(readApi(api)).keySources)
    },
    async close() {
      definitions.close()
      await Promise.all([pools.close(), fetcher.close()])
    },
  }
}

function openAdmissions(
  { openAdmissions: open, counting, monotonic, now }: GatewayDeps,
  definitions: DefinitionsInUse,
): Admissions {
  if (open) return open(definitions)
  const clock = monotonic ?? now ?? (() => performance.now())
  return createAdmissions({
    definitions,
    now: now ?? Date.now,
    counting: counting ?? createMemoryCounting(clock),
  })
}

function settle(deps: ForwardDeps, call: Call, outcome: Outcome): void {
  const { route } = call.facts
  // The caller may have disconnected while a key set was fetched.
  if (call.response.destroyed) sendRefusal(deps, call, refuseGoneCaller())
  else if (isRefusal(outcome)) sendRefusal(deps, call, outcome)
  else if (outcome) sendReply(deps, call, outcome)
  else if (route) forward(deps, call, route)
}

/** A bug of this program: the caller gets no details, the verdict names the bug. */
function fail(deps: ForwardDeps, call: Call, thrown: unknown): void {
  if (call.response.headersSent) return void call.response.destroy()
  const refusal = refuse('upstream', TYK.upstreamBroken, {
    code: 'GATEWAY_FAILED',
    facts: { error: thrown instanceof Error ? thrown.name : 'unknown' },
    causes: [{ code: 'OWN_MISTAKE' }],
  })
  sendRefusal(deps, call, refusal)
}
