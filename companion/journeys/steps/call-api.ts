import type { HeaderLine } from '#shared/contract/exchange.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { callGateway, type GatewayAnswer } from '../../outgoing/call-gateway.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, type StepOutput, text } from '../step-runner.ts'

interface Inputs {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  send_token: boolean
  /** Lines such as `x-request-id: 1`. */
  headers: string[]
  body: string | object
}

const EXCERPT_CHARACTERS = 4000

export const runner = defineStep({
  id: 'call-api',
  uses: ['addresses', 'definitions', 'recorder', 'tokens', 'verdicts'],
  suggest(run, { definitions }): Partial<Inputs> {
    const api = definitions.apis.get(run.products.api_id ?? '')
    return {
      method: 'GET',
      path: `${api?.proxy.listen_path ?? '/okta-api/'}headers`,
      send_token: true,
    }
  },
  async run(context: StepContext<Inputs>, { addresses, recorder, tokens, verdicts }) {
    const { run, inputs, signal } = context
    const renewal = inputs.send_token
      ? await tokens.renewDue(context.require('token_id'), {
          context: context.call('app', 'idp', 'Renew token'),
        })
      : undefined
    const answer = await callGateway({
      method: inputs.method,
      url: addresses.gateway + inputs.path,
      token: renewal && tokens.open(renewal.id),
      headers: inputs.headers.map(readHeader),
      body: typeof inputs.body === 'string' ? inputs.body : JSON.stringify(inputs.body),
      signal,
    })
    const verdict = answer.verdict === undefined ? undefined : await verdicts.get(answer.verdict)
    // The gateway recorded the call itself, since it sees callers that are not this companion.
    const exchanges = verdict ? recorder.list({ verdict: verdict.id, limit: 20 }) : []
    recorder.assign(
      exchanges.map(({ id }) => id),
      run.id,
      'call-api',
    )
    const output = describe(answer, verdict, inputs)
    return renewal?.isNew ? showRenewal(output, renewal.id) : output
  },
})

function readHeader(line: string): HeaderLine {
  const mark = line.indexOf(':')
  return [line.slice(0, mark), line.slice(mark + 1).trim()]
}

/** The token was about to end on its way, and a new one took its place without being asked. */
function showRenewal(output: StepOutput<'call-api'>, token_id: string): StepOutput<'call-api'> {
  const check = {
    id: 'renewed',
    text: 'The token was about to end; a new one was fetched for this call',
    state: 'warned' as const,
  }
  const { result } = output
  return {
    ...output,
    products: { token_id },
    result: { ...result, checks: [check, ...result.checks] },
  }
}

function describe(
  answer: GatewayAnswer,
  verdict: Verdict | undefined,
  inputs: Inputs,
): StepOutput<'call-api'> {
  const isGood = answer.status >= 200 && answer.status < 300
  const passed = verdict?.checks.filter(({ state }) => state === 'passed') ?? []
  const quota = readQuota(answer)
  return {
    ...(!isGood && { problem: explain(answer, verdict, inputs) }),
    result: {
      summary: isGood
        ? `${answer.status}: the gateway let the call through after ${passed.length} checks, and the API answered.`
        : `${answer.status}: the call did not reach its goal.`,
      ...(verdict && { verdict: verdict.id }),
      facts: [
        code('status', 'Status', String(answer.status)),
        ...(verdict ? [code('verdict', 'Verdict', verdict.id)] : []),
        ...(quota === undefined ? [] : [text('quota', 'Quota left', quota)]),
        { id: 'body', label: 'Answer', kind: 'json' as const, value: excerpt(answer.text) },
      ],
      checks: (verdict?.checks ?? [])
        .filter(({ state }) => state !== 'not_reached')
        .map((check) => ({
          id: check.id,
          text: check.title,
          state: check.state === 'passed' ? 'passed' : 'failed',
          evidence:
            check.reason ??
            check.evidence.map(({ label, value }) => `${label}: ${value}`).join(', '),
        })),
    },
  }
}

/** Tyk sends a limit of -1 and nothing remaining where there is no quota. */
function readQuota({ headers }: GatewayAnswer): string | undefined {
  const limit = headers['x-ratelimit-limit']
  const remaining = headers['x-ratelimit-remaining']
  if (typeof remaining !== 'string' || Number(limit) <= 0) return undefined
  return `${remaining} of ${String(limit)}`
}

function explain(answer: GatewayAnswer, verdict: Verdict | undefined, inputs: Inputs): AppError {
  const failed = verdict?.checks.find(({ state }) => state === 'failed')
  const fixes = failed?.causes.flatMap(({ fix }) => (fix ? [fix] : [])) ?? []
  const ownFix = { label: 'Send the token', step: 'call-api', inputs: { send_token: true } }
  return new AppError('CALL_REFUSED', {
    detail: failed
      ? `The gateway answered ${answer.status}. ${failed.reason ?? failed.title}`
      : `The API behind the gateway answered ${answer.status}.`,
    hint: failed?.causes[0]?.text ?? 'The exchange below shows what the API answered.',
    fixes: inputs.send_token ? fixes : [ownFix],
    ...(failed && { reference: failed.reference }),
  })
}

function excerpt(body: string): string {
  return body.length > EXCERPT_CHARACTERS ? `${body.slice(0, EXCERPT_CHARACTERS)}…` : body
}
