import type { Exchange } from '#shared/contract/exchange.ts'
import type { LessonCheckpoint } from '#shared/contract/lesson-checkpoint.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import { describeVerdict } from './describe-verdict.ts'
import type { Traffic } from './read-traffic.ts'

/** One thing that was seen and that a checkpoint is about, whether it passes the checkpoint or not. */
export interface Sighting {
  id: string
  at: string
  text: string
  exchange?: string
  verdict?: string
  isPass: boolean
}

type Checkpoint<Kind extends LessonCheckpoint['see']> = Extract<LessonCheckpoint, { see: Kind }>

/** Everything that was seen and that a checkpoint is about, the oldest first. */
export function listSightings(checkpoint: LessonCheckpoint, traffic: Traffic): Sighting[] {
  if (checkpoint.see === 'ledger') return seeLedger(checkpoint, traffic)
  if (checkpoint.see === 'step') return seeStep(checkpoint, traffic)
  if (checkpoint.see === 'verdict')
    return traffic.verdicts.map((verdict) => seeVerdict(verdict, isExpected(checkpoint, verdict)))
  return traffic.exchanges
    .filter((exchange) => isAbout(checkpoint, exchange))
    .map((exchange) => seeExchange(exchange, hasStatus(checkpoint, exchange)))
}

function isAbout(checkpoint: Checkpoint<'exchange'>, exchange: Exchange): boolean {
  const { from, to, label, method, path } = checkpoint
  return (
    exchange.from === from &&
    exchange.to === to &&
    (label === undefined || exchange.label === label) &&
    (method === undefined || exchange.request.method === method) &&
    (path === undefined || exchange.request.url.includes(path))
  )
}

function hasStatus({ status }: Checkpoint<'exchange'>, { response }: Exchange): boolean {
  if (!response) return false
  return status === undefined ? response.status < 400 : response.status === status
}

function isExpected({ outcome, check }: Checkpoint<'verdict'>, verdict: Verdict): boolean {
  if (verdict.is_allowed !== (outcome === 'allowed')) return false
  const failed = verdict.checks.find(({ state }) => state === 'failed')
  return check === undefined || failed?.id === check
}

function seeExchange(exchange: Exchange, isPass: boolean): Sighting {
  const { id, at, request, response, failure, label } = exchange
  const answer = response ? String(response.status) : (failure ?? 'no answer')
  return {
    id,
    at,
    text: `${label}: ${request.method} ${new URL(request.url).pathname} answered ${answer}`,
    exchange: id,
    isPass,
    ...(exchange.verdict !== undefined && { verdict: exchange.verdict }),
  }
}

function seeVerdict(verdict: Verdict, isPass: boolean): Sighting {
  const { id, at, exchange, method, path } = verdict
  return {
    id,
    at,
    text: `${method} ${path}: ${describeVerdict(verdict)}`,
    verdict: id,
    isPass,
    ...(exchange !== undefined && { exchange }),
  }
}

/** A registration in the ledger has no time for each change, so the times of the calls about the client count. */
function seeLedger({ state }: Checkpoint<'ledger'>, traffic: Traffic): Sighting[] {
  const { registration, exchanges } = traffic
  const call = exchanges.findLast(({ from, to }) => from === 'registrar' && to === 'idp')
  if (!call || !registration) return []
  return [
    {
      ...seeExchange(call, registration.state === state),
      id: `ledger ${call.id}`,
      text: `The ledger has the client “${registration.client_name}” as “${registration.state}”`,
    },
  ]
}

function seeStep({ step }: Checkpoint<'step'>, { run }: Traffic): Sighting[] {
  const found = run.steps.find(({ id }) => id === step)
  if (!found?.started_at || found.state === 'running') return []
  const [exchange] = found.exchanges
  return [
    {
      id: `${step} ${found.started_at}`,
      at: found.started_at,
      text: found.result?.summary ?? found.problem?.detail ?? `The step ${found.state}`,
      isPass: found.state === 'passed',
      ...(exchange !== undefined && { exchange }),
    },
  ]
}
