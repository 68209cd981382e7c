import type { FindTls } from '../outgoing/egress.ts'
import type { ClientBehaviour } from '#shared/contract/doctor.ts'
import type { Clock } from '../clock/clock.ts'
import type { CallContext, HttpAnswer, HttpClient, HttpRequest } from '../outgoing/http-client.ts'
import type { Driver } from '../providers/driver.ts'
import { readProviderError } from '../providers/provider-error.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { Evidence, Seen } from './evidence.ts'
import type { ApiProbe } from './probes/api-probe.ts'
import type { DoctorTarget } from './target.ts'

export interface ExamineDeps {
  /** What a TLS connection to an origin trusts and shows. */
  findTls: FindTls
  http: HttpClient
  registrar: Registrar
  clock: Clock
  /** The secret of a registration, in plain. */
  readSecret: (
    registration: string,
    field: 'client_secret' | 'registration_access_token',
  ) => string | undefined
  hasDeveloper: (id: string) => boolean
  apiProbe: ApiProbe
}

/** What every probe of an examination works with. */
export interface WalkTools {
  deps: ExamineDeps
  target: DoctorTarget
  driver: Driver
  behaviour: ClientBehaviour
  evidence: Evidence
  /** The examined client's name, which no other client has. */
  name: string
  /** The client is a person's own. */
  isOwn: boolean
  /** All clients that were registered during the examination. */
  registered: string[]
}

/** Sends a call of the examined client. */
export function sendCall(
  { deps, isOwn }: Pick<WalkTools, 'deps' | 'isOwn'>,
  label: string,
  request: HttpRequest,
): Promise<HttpAnswer> {
  return deps.http.send(fileCall(label, isOwn), {
    ...request,
    headers: { accept: 'application/json', ...request.headers },
  })
}

export function fileCall(label: string, isOwn = false): CallContext {
  return { from: 'registrar', to: 'idp', label, ...(isOwn && { isOwnClient: true }) }
}

export function describeSeen(
  url: string,
  { status, text, headers }: Pick<HttpAnswer, 'status' | 'text' | 'headers'>,
): Seen {
  const contentType = findHeader(headers, 'content-type')
  const location = findHeader(headers, 'location')
  return {
    url,
    text,
    ...readProviderError(status, text),
    ...(contentType !== undefined && { contentType }),
    ...(location !== undefined && status >= 300 && status < 400 && { location }),
  }
}

export function findHeader(headers: HttpAnswer['headers'], wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}

/** The address at which the examined client registers. */
export function findRegistrationUrl({ behaviour, target, evidence }: WalkTools): string {
  return behaviour.skips_discovery
    ? `${new URL(target.host).origin}/register`
    : (evidence.discovery?.registration_endpoint ?? '')
}
