import type { ExaminedPlace, ExamineOrder } from '#shared/contract/doctor.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Registration } from '#shared/contract/registration.ts'
import type { Registrar } from '../../registrar/registrar.ts'
import type { Recorder } from '../../recorder/recorder.ts'
import type { Readable } from '../../store/records.ts'
import type { RunRecord, TokenRecord } from '../../store/schema.ts'
import { findCaller, findNamed } from './find-client.ts'
import { tellExchange, tellStep, tellVerdict } from './tell-failure.ts'

export interface PlaceDeps {
  runs: Pick<Readable<RunRecord>, 'get'>
  tokens: Pick<Readable<TokenRecord>, 'list'>
  registrar: Pick<Registrar, 'filter' | 'get'>
  recorder: Pick<Recorder, 'get'>
  verdicts: { get(id: string): Promise<Verdict | undefined> }
}

/** Where an order begins, and what is known there. */
export interface Place {
  about?: ExaminedPlace
  run?: string
  client?: Registration
  exchange?: Exchange
  verdict?: Verdict
}

/** @throws AppError `RECORD_NOT_FOUND`. */
export async function findPlace(deps: PlaceDeps, order: ExamineOrder): Promise<Place> {
  if (order.exchange !== undefined) return atExchange(deps, order.exchange)
  if (order.verdict !== undefined) return atVerdict(deps, order.verdict)
  if (order.registration !== undefined) return atClient(deps, order.registration)
  if (order.run !== undefined) return atRun(deps, order.run)
  return {}
}

async function atExchange(deps: PlaceDeps, id: string): Promise<Place> {
  const exchange = need(deps.recorder.get(id), `There is no exchange "${id}" any more.`)
  const verdict =
    exchange.verdict === undefined ? undefined : await deps.verdicts.get(exchange.verdict)
  const failure = verdict && !verdict.is_allowed ? tellVerdict(verdict) : tellExchange(exchange)
  return describe(deps, { kind: 'exchange', id, failure }, { exchange, verdict })
}

async function atVerdict(deps: PlaceDeps, id: string): Promise<Place> {
  const verdict = need(await deps.verdicts.get(id), `There is no verdict "${id}" any more.`)
  const exchange = verdict.exchange === undefined ? undefined : deps.recorder.get(verdict.exchange)
  return describe(
    deps,
    { kind: 'verdict', id, failure: tellVerdict(verdict) },
    { exchange, verdict },
  )
}

interface Begun extends Pick<ExaminedPlace, 'kind' | 'id'> {
  failure: ExaminedPlace['failure'] | undefined
}

type Seen = { exchange: Exchange | undefined; verdict: Verdict | undefined }

/** The client that a call names comes before the one of the run that the call was made in. */
function describe(
  deps: PlaceDeps,
  { failure, ...begun }: Begun,
  { exchange, verdict }: Seen,
): Place {
  const run = exchange?.run === undefined ? undefined : deps.runs.get(exchange.run)
  const client =
    (verdict ? findCaller(deps, { exchange, verdict }) : exchange && findNamed(deps, exchange)) ??
    (run && findRunClient(deps, run))
  return {
    about: { ...begun, ...(run && { run: run.id }), ...(failure && { failure }) },
    ...(run && { run: run.id }),
    ...(client && { client }),
    ...(exchange && { exchange }),
    ...(verdict && { verdict }),
  }
}

function atClient(deps: PlaceDeps, id: string): Place {
  const client = need(deps.registrar.get(id), `There is no registration "${id}".`)
  const { run, failure } = client
  const isKept = run !== undefined && deps.runs.get(run) !== undefined
  return {
    about: {
      kind: 'client',
      id,
      ...(isKept && { run }),
      ...(failure !== undefined && { failure: { layer: 'registration', text: failure } }),
    },
    client,
    ...(isKept && { run }),
  }
}

function atRun(deps: PlaceDeps, id: string): Place {
  const run = need(deps.runs.get(id), `There is no run "${id}".`)
  const client = findRunClient(deps, run)
  const failed = tellStep(run)
  const exchange = deps.recorder.get(failed?.exchange ?? '')
  return {
    ...(failed && {
      about: { kind: 'step', id: failed.step, run: id, failure: failed.failure },
    }),
    run: id,
    ...(client && { client }),
    ...(exchange && { exchange }),
  }
}

/** The client of a run: registered by it, or taken from the portal. */
function findRunClient(
  { registrar }: Pick<PlaceDeps, 'registrar'>,
  { id, products }: RunRecord,
): Registration | undefined {
  const own = products.registration_id
  const [newest] = registrar.filter((one) => one.run === id)
  return (own === undefined ? undefined : registrar.get(own)) ?? newest
}

function need<T>(found: T | undefined, detail: string): T {
  if (found !== undefined) return found
  throw new AppError('RECORD_NOT_FOUND', { detail })
}
