import type { Scenario } from '#shared/contract/doctor.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Clock } from '../clock/clock.ts'
import type { CallContext, HttpClient, HttpRequest } from '../outgoing/http-client.ts'
import { breakRegistration } from './break-registration.ts'
import { breakTokenRequest } from './break-token-request.ts'

export interface BreakClientDeps {
  active: () => Scenario | undefined
  clock: Pick<Clock, 'offset' | 'moveTo'>
  /** Where the dialect at this address publishes its metadata. */
  findMetadata: (url: string) => string
}

/** The origin of the page that a browser's client would run in. */
const PAGE_ORIGIN = 'https://tool.dcr-lab.test'

/**
 * Sends the calls of a run's client as the client of the scenario that is on would send them. Nothing that is
 * kept is changed: without the scenario the next call is as it should be.
 */
export function breakClient(http: HttpClient, deps: BreakClientDeps): HttpClient {
  return {
    async send(context, request) {
      const scenario = isClientCall(context) ? deps.active() : undefined
      if (!scenario) return http.send(context, request)
      const moved = { ...request, url: moveHost(request.url, scenario) }
      if (isRegistration(context, request))
        return http.send(context, await asRegistered({ http, deps, scenario, context }, moved))
      if (!isTokenRequest(request)) return http.send(context, moved)
      const broken = breakTokenRequest(moved, scenario)
      return waiting(deps.clock, scenario.client.waits_seconds, () => http.send(context, broken))
    },
  }
}

/** A call of a run, or of an examination with a person's own client. */
function isClientCall({ run, to, isOwnClient }: CallContext): boolean {
  return to === 'idp' && (run !== undefined || isOwnClient === true)
}

function isRegistration({ label }: CallContext, { method }: HttpRequest): boolean {
  return method === 'POST' && label.startsWith('Register client')
}

function isTokenRequest({ method, body = '' }: HttpRequest): boolean {
  return method === 'POST' && body.includes('grant_type=')
}

interface Registering {
  http: HttpClient
  deps: BreakClientDeps
  scenario: Scenario
  context: CallContext
}

async function asRegistered(
  { http, deps, scenario, context }: Registering,
  request: HttpRequest,
): Promise<HttpRequest> {
  const { client } = scenario
  const isBrowser = client.kind === 'browser'
  if (isBrowser) await askAsBrowser(http, context, request.url)
  const grants = client.copies_supported_grants
    ? await readGrants(http, context, deps.findMetadata(request.url))
    : undefined
  const broken = breakRegistration(request, client, grants)
  return isBrowser ? { ...broken, headers: { ...broken.headers, origin: PAGE_ORIGIN } } : broken
}

/** @throws AppError `PROVIDER_UNREACHABLE` where a browser would not send the call. @see [Fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch) */
async function askAsBrowser(http: HttpClient, context: CallContext, url: string): Promise<void> {
  const { headers } = await http.send(
    { ...context, label: 'Ask for CORS' },
    {
      method: 'OPTIONS',
      url,
      headers: {
        origin: PAGE_ORIGIN,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    },
  )
  const allowed = headers.find(([name]) => name.toLowerCase() === 'access-control-allow-origin')
  if (allowed && ['*', PAGE_ORIGIN].includes(allowed[1])) return
  throw new AppError('PROVIDER_UNREACHABLE', {
    detail: `A page of ${PAGE_ORIGIN} may not call the provider: the preflight was answered without Access-Control-Allow-Origin, so the browser does not send the registration.`,
    hint: 'The scenario that is on lets the client run in a page. Allow its origin at the provider, or register from a program.',
  })
}

async function readGrants(
  http: HttpClient,
  context: CallContext,
  url: string,
): Promise<readonly unknown[]> {
  const answer = await http.send(
    { ...context, label: 'Read the supported grants' },
    { method: 'GET', url, headers: { accept: 'application/json' } },
  )
  const { grant_types_supported: grants } = JSON.parse(answer.text) as Record<string, unknown>
  return Array.isArray(grants) ? (grants as unknown[]) : []
}

/** The address that the scenario's client has, in place of the provider's own. */
function moveHost(url: string, { host }: Scenario): string {
  if (host === undefined) return url
  const [own, other] = [new URL(url), new URL(host)]
  if (own.origin !== other.origin) return other.origin + own.pathname + own.search
  const at = own.pathname.indexOf('/.well-known/')
  return at < 0 ? url : host.replace(/\/+$/, '') + own.pathname.slice(at)
}

/** On the lab's clock the client waits first; the clock is back when the answer is there. */
async function waiting<T>(
  clock: BreakClientDeps['clock'],
  seconds: number,
  work: () => Promise<T>,
): Promise<T> {
  if (seconds === 0) return work()
  const offset = clock.offset()
  clock.moveTo(offset + seconds)
  try {
    return await work()
  } finally {
    clock.moveTo(offset)
  }
}
