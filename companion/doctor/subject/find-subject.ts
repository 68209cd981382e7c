import {
  ClientBehaviour,
  type ExaminedPlace,
  type ExamineOrder,
  type Scenario,
} from '#shared/contract/doctor.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Registration } from '#shared/contract/registration.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import { isDialect } from '#shared/idp/dialects.ts'
import { findPlace, type Place, type PlaceDeps } from './find-place.ts'
import { fillFromRun, type OrderForRunDeps } from './order-for-run.ts'

export type SubjectDeps = PlaceDeps &
  OrderForRunDeps & {
    /** Origin of the embedded identity provider. */
    idp: string
    /** What breaks the client of a run on purpose. */
    provoked: () => Pick<Scenario, 'client' | 'host'> | undefined
  }

/** What is examined. */
export interface Subject {
  /** Complete: with what the place of the failure knows. */
  order: ExamineOrder
  about?: ExaminedPlace
  /** The client that is examined as it is; nothing of it is spent, changed or deleted. */
  own?: Registration
  /** The recorded refusal of a client that a provider outside did not take. */
  refusal?: { registration: Registration; exchange: Exchange }
  /** The recorded call at the gateway. */
  verdict?: Verdict
  /** Nothing names a provider: what was recorded is all there is. */
  isRecordOnly?: true
}

/**
 * Completes an order with the client, the scope, the API and the failure of the place where it begins.
 *
 * @throws AppError `RECORD_NOT_FOUND`, `STEP_NOT_READY` while a run has no provider.
 */
export async function findSubject(deps: SubjectDeps, asked: ExamineOrder): Promise<Subject> {
  const place = await findPlace(deps, asked)
  const { verdict, client } = place
  const own = client && isUsable(client) && isAsIs(asked.client) ? client : undefined
  const about = place.about && {
    ...place.about,
    ...(own && { registration: own.id }),
  }
  const common = { ...(about && { about }), ...(own && { own }), ...(verdict && { verdict }) }
  const seen = takeSeen(deps, asked, place)
  if (place.run === undefined && !client)
    return {
      order: seen,
      ...common,
      ...(place.about && asked.host === undefined && { isRecordOnly: true }),
    }
  const filled = place.run === undefined ? seen : fillFromRun(deps, seen, place.run)
  const found = client ? { ...filled, ...findProvider(deps, client, filled) } : filled
  const order = own || !isAsIs(asked.client) ? found : provoke(found, deps.provoked())
  const refusal = own ? undefined : findRefusal(place, order)
  return { order, ...common, ...(refusal && { refusal }) }
}

/** Another client of the embedded provider fails as the run's did only when it is broken in the same way. */
function provoke(
  { dialect, ...order }: ExamineOrder,
  scenario: ReturnType<SubjectDeps['provoked']>,
): ExamineOrder {
  if (dialect === undefined || !scenario) return { ...(dialect && { dialect }), ...order }
  const { client, host } = scenario
  return {
    ...order,
    ...(host === undefined ? { dialect } : { host }),
    client: {
      ...client,
      scope: client.scope || order.client.scope,
      metadata: { ...order.client.metadata, ...client.metadata },
    },
  }
}

/** A client that was registered once; a deleted one tells by itself what became of it. */
function isUsable({ state, client_id }: Registration): boolean {
  return client_id !== undefined && (state === 'active' || state === 'deleted')
}

/** True unless the order describes another client than the one that is there. */
function isAsIs({ scope: _scope, expects_audience: _audience, ...behaviour }: ClientBehaviour) {
  const { scope: _none, ...usual } = ClientBehaviour.parse({})
  return JSON.stringify(behaviour) === JSON.stringify(usual)
}

/** The scope and the API of the call that failed. */
function takeSeen(
  { apis }: Pick<SubjectDeps, 'apis'>,
  order: ExamineOrder,
  { exchange, verdict }: Place,
): ExamineOrder {
  const api = verdict?.api_id
  const isServed = api !== undefined && apis.get(api) !== undefined
  const scope = readScope(exchange)
  return {
    ...order,
    client: { ...order.client, scope: order.client.scope || scope },
    api: { ...order.api, ...(order.api.id === undefined && isServed && { id: api }) },
  }
}

/** The scope of a recorded token request. @see [RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3) */
function readScope(exchange: Exchange | undefined): string {
  const { text = '', media_type = '' } = exchange?.request.body ?? {}
  if (!media_type.includes('x-www-form-urlencoded')) return ''
  return new URLSearchParams(text).get('scope') ?? ''
}

/** Where the client was registered: a dialect of the embedded provider, or a host. */
function findProvider(
  { idp }: Pick<SubjectDeps, 'idp'>,
  { idp_host, provider }: Registration,
  { dialect, host }: ExamineOrder,
): Partial<ExamineOrder> {
  if (dialect !== undefined || host !== undefined) return {}
  const { origin, pathname } = new URL(idp_host)
  const [first = ''] = pathname.slice(1).split('/')
  if (origin === idp && isDialect(first)) return { dialect: first }
  return origin === idp && pathname === '/' ? { dialect: 'okta' } : { host: idp_host, provider }
}

/** A registration at a provider outside is not tried again: each try may spend the initial access token. */
function findRefusal({ client, exchange }: Place, { host }: ExamineOrder): Subject['refusal'] {
  const isRefused = client?.state === 'failed' && exchange?.response !== undefined
  if (!isRefused || host === undefined) return undefined
  return exchange.request.method === 'POST' && exchange.request.url === client.registration_endpoint
    ? { registration: client, exchange }
    : undefined
}
