import { Option } from 'commander'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Run, RunStep, StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { DEFAULT_DIALECT, DIALECT_IDS, type DialectId, DIALECTS } from '#shared/idp/dialects.ts'
import { DCR_PROVIDERS, type DcrProvider } from '#shared/tyk/dcr-options.ts'
import { getJourney, JOURNEY_IDS, type JourneyId } from '#shared/journeys/journeys.ts'
import { getStep } from '#shared/journeys/read-steps.ts'
import { ACTORS } from '#shared/journeys/step.ts'
import { listJourneys, readJourney } from '../choose-journey.ts'
import {
  type CertificateValues,
  certificateOptions,
  giveCertificates,
} from '../certificate-options.ts'
import { type ClientOptions, clientOptions, readClientInputs } from '../client-inputs.ts'
import type { CliCommand } from '../command.ts'
import { type Connection, connect } from '../connect.ts'
import { tellLedger } from '../tell-ledger.ts'
import { type McpOptions, mcpOptions, readMcpInputs } from '../mcp-inputs.ts'
import { companionUrl, configDir, dataDir, json, lacks, readNumber } from '../options.ts'
import { waitForSignal } from '../wait-for-signal.ts'
import { writeFinding } from '../write-finding.ts'

/** All steps passed, and too many clients are left. */
const OVER_BUDGET = 2

interface JourneyOptions extends ClientOptions, McpOptions, CertificateValues {
  journey: JourneyId
  list?: true
  json?: true
  clean?: true
  keep?: true
  budget?: number
  dialect: DialectId
  provider?: DcrProvider
  idpHost?: string
  companion?: string
  config?: string
  data?: string
}

/** All steps of a journey without a browser. Exits with 0 when all passed, 2 when too many clients are left. */
export const journey: CliCommand<JourneyOptions> = {
  name: 'journey',
  summary: 'walk a journey without a browser',
  description:
    'Walks all steps of a journey through the control API: of the companion that is running, or else of one that lives as long as the journey. What it registers at a provider of yours stays in the ledger.',
  options: [
    new Option('--journey <name>', `which journey: ${JOURNEY_IDS.join(', ')}`)
      .default(JOURNEY_IDS[0])
      .argParser(readJourney),
    new Option('--list', 'name the journeys with their steps, and end'),
    json('print one JSON object'),
    new Option(
      '--clean',
      'afterwards delete what the journey made, its client at the identity provider too',
    ),
    new Option(
      '--budget <n>',
      "exit code 2 when more than N of the run's clients are left in the end; with --clean, after cleaning up",
    ).argParser(readNumber(0, 99_999)),
    new Option(
      '--keep',
      'when no companion was running: stay up afterwards, until Ctrl-C',
    ).conflicts('companion'),
    new Option('--dialect <name>', 'what the embedded identity provider impersonates')
      .choices(DIALECT_IDS)
      .default(DEFAULT_DIALECT),
    new Option(
      '--idp-host <url>',
      'register at this provider; its API token or initial access token in DCR_LAB_API_TOKEN',
    ),
    new Option(
      '--provider <kind>',
      'the kind of provider at --idp-host (default: the kind that --dialect stands in for)',
    )
      .choices([...DCR_PROVIDERS])
      .conflicts('dialect'),
    ...clientOptions(),
    ...mcpOptions(),
    ...certificateOptions(),
    companionUrl(),
    configDir().conflicts('companion'),
    dataDir().conflicts('companion'),
  ],
  run: walk,
}

async function walk(options: JourneyOptions): Promise<number> {
  if (options.list) {
    process.stdout.write(listJourneys())
    return 0
  }
  if (options.provider !== undefined && options.idpHost === undefined)
    throw lacks('--provider', '--idp-host')
  if (options.data !== undefined && options.idpHost === undefined && options.server === undefined)
    throw lacks('--data', '--idp-host')
  const isElsewhere = options.idpHost !== undefined || options.server !== undefined
  const place = await connect({ ...options, keepsLedger: isElsewhere })
  try {
    await giveCertificates(place.client, options.idpHost, options)
    const run = await place.client.createRun({
      body: {
        journey: options.server === undefined ? options.journey : 'mcp',
        ...choosePlace(options),
        origin: 'cli',
        ...(options.budget !== undefined && { client_budget: options.budget }),
      },
    })
    const outcome = await walkSteps(place, { run, options })
    await report(place, { ...outcome, options })
    if (options.clean) await clean(place.client, { run, options })
    if (place.dataDir !== undefined) console.error(tellLedger(place.dataDir))
    const isInBudget = await checkBudget(place.client, { run, options })
    if (options.keep && place.close) {
      console.error('\nThe companion stays up; stop it with Ctrl-C.')
      await waitForSignal()
    }
    if (!outcome.ok) return 1
    return isInBudget ? 0 : OVER_BUDGET
  } finally {
    await place.close?.()
  }
}

interface Outcome {
  ok: boolean
  run: Run
  steps: { id: StepId; ok: boolean; ms: number; exchanges: Exchange[] }[]
}

async function walkSteps(
  { client }: Connection,
  { run, options }: { run: Run; options: JourneyOptions },
): Promise<Outcome> {
  const outcome: Outcome = { ok: true, run, steps: [] }
  const ids = run.steps.map(({ id }) => id)
  for (let at = 0, hasGoneBack = false; at < ids.length; at += 1) {
    const id = ids[at] as StepId
    outcome.run = await client.runStep({
      params: { run: run.id, step: id },
      body: {
        inputs: {
          ...(id === 'api-token' ? readProviderInputs(options) : readClientInputs(id, options)),
          ...readMcpInputs(id, options),
        },
      },
    })
    const step = findStep(outcome.run, id)
    const exchanges = await Promise.all(
      step.exchanges.map((exchange) => client.getExchange({ params: { exchange } })),
    )
    const ok = step.state === 'passed'
    outcome.steps.push({ id, ok, ms: step.ms ?? 0, exchanges })
    if (!options.json) printStep(outcome.run, { step, exchanges })
    const wayBack = ok || hasGoneBack ? undefined : findWayBack(step)
    const back = ids.findIndex((one) => one === wayBack)
    if (!ok && (back < 0 || back >= at)) return { ...outcome, ok: false }
    if (ok) continue
    if (!options.json) console.log(`         ! ${step.problem?.detail ?? ''}`)
    hasGoneBack = true
    at = back - 1
  }
  return outcome
}

/** The step from which the way goes on when the MCP server has changed its authorization server. */
function findWayBack({ problem }: RunStep): string | undefined {
  return problem?.code === 'AUTHORIZATION_SERVER_CHANGED' ? problem.fixes?.[0]?.step : undefined
}

/** What the doctor finds where the journey ended. An examination that fails does not end the command. */
async function askDoctor(client: ApiClient, { id }: Run): Promise<void> {
  try {
    const { findings } = await client.examine({ body: { run: id } })
    console.log(`\nThe doctor ${findings.length === 0 ? 'finds nothing wrong.' : 'says:'}`)
    for (const finding of findings) console.log(writeFinding(finding))
  } catch (error) {
    console.error(`\nThe doctor could not examine the run: ${AppError.from(error).message}`)
  }
}

function choosePlace(options: JourneyOptions) {
  const { idpHost, server, journey: id, dialect } = options
  const { provider = DIALECTS[dialect].provider } = options
  if (server !== undefined) return { target: 'provider' as const, provider: 'other' as const }
  const { dialect: usual } = getJourney(id)
  if (usual !== undefined && dialect === DEFAULT_DIALECT && idpHost === undefined)
    return { target: 'embedded' as const, dialect: usual }
  return idpHost === undefined
    ? { target: 'embedded' as const, dialect }
    : { target: 'provider' as const, provider }
}

function readProviderInputs({ idpHost }: JourneyOptions): Record<string, unknown> {
  if (idpHost === undefined) return {}
  const token = process.env['DCR_LAB_API_TOKEN']
  return { idp_host: idpHost, ...(token !== undefined && { api_token: token }) }
}

function findStep(run: Run, id: StepId): RunStep {
  const step = run.steps.find((candidate) => candidate.id === id)
  if (!step) throw new RangeError(`The run has no step "${id}"`)
  return step
}

const LETTERS: Record<Exchange['from'], string> = {
  developer: 'developer',
  registrar: 'registrar',
  idp: 'IdP',
  app: 'app',
  gateway: 'gateway',
  upstream: 'upstream',
}

function printStep(run: Run, { step, exchanges }: { step: RunStep; exchanges: Exchange[] }): void {
  const { number, title, actor } = getStep(run, step.id)
  const sent = exchanges.map(describeExchange).join('; ') || 'nothing went over the wire'
  const mark = step.state === 'passed' ? 'ok  ' : 'FAIL'
  const time = `${Math.round(step.ms ?? 0)} ms`.padStart(7)
  console.log(
    `${mark} ${String(number).padStart(2)}  ${ACTORS[actor].padEnd(10)} ${title.padEnd(30)} ${time}  ${sent}`,
  )
  for (const { state, text } of step.result?.checks ?? [])
    if (state === 'warned') console.log(`         ! ${text}`)
}

function describeExchange({ from, to, request, response, failure }: Exchange): string {
  const { pathname } = new URL(request.url, 'http://localhost')
  const end = response ? String(response.status) : (failure ?? 'no answer')
  return `${LETTERS[from]} → ${LETTERS[to]} ${request.method} ${pathname} ${end}`
}

async function report(
  place: Connection,
  { ok, run, steps, options }: Outcome & { options: JourneyOptions },
): Promise<void> {
  const call = ok ? await readCall(place, run) : undefined
  const isLocal = options.idpHost === undefined
  if (options.json) {
    const problem = findProblem(run)
    console.log(
      JSON.stringify({ ok, steps, ...(problem && { problem }), ...(call && isLocal && { call }) }),
    )
    return
  }
  if (!ok) {
    printFailure(run)
    await askDoctor(place.client, run)
    return
  }
  console.log(`\n${steps.length} of ${run.steps.length} steps passed.`)
  if (!call || !isLocal) return
  const isGone = options.clean || (place.close !== undefined && !options.keep)
  console.log(
    isGone
      ? '\nThe companion lived for this journey only; with "npx dcr-lab start" or "npm start" running, the token below could be used.'
      : '\nCall the API with the token:',
  )
  console.log(`\ncurl -H "Authorization: Bearer ${call.access_token}" ${call.url}`)
}

function findProblem(run: Run): RunStep['problem'] {
  return run.steps.find(({ state }) => state === 'failed')?.problem
}

function printFailure(run: Run): void {
  const problem = findProblem(run)
  if (!problem) return
  console.error(`\n${problem.title}. ${problem.detail ?? ''}`)
  for (const { field, message } of problem.issues ?? []) console.error(`  ${field}: ${message}`)
  if (problem.hint) console.error(problem.hint)
}

/** The token of this lab's own identity provider, and where it opens a door. */
async function readCall(
  { client, gateway }: Connection,
  run: Run,
): Promise<{ url: string; access_token: string } | undefined> {
  const token = run.steps.find(({ id }) => id === 'token')
  const call = run.steps.find(({ id }) => id === 'call-api')
  const secret = token?.result?.facts.find(({ id }) => id === 'access_token')?.secret
  if (secret === undefined || !call) return undefined
  const { value } = await client.revealSecret({ body: { secret } })
  return { url: gateway + String(call.inputs['path']), access_token: value }
}

async function clean(
  client: ApiClient,
  { run, options }: { run: Run; options: JourneyOptions },
): Promise<void> {
  const { left_behind } = await client.deleteRun({ params: { run: run.id } })
  for (const what of left_behind) console.error(`Left behind: ${what}`)
  if (left_behind.length === 0 && !options.json)
    console.log('\nEverything the journey made is deleted.')
}

/** @returns Whether no more clients are left than were allowed; says which when not. */
async function checkBudget(
  client: ApiClient,
  { run, options: { budget } }: { run: Run; options: JourneyOptions },
): Promise<boolean> {
  if (budget === undefined) return true
  try {
    await client.checkBudget({ body: { run: run.id, budget } })
    return true
  } catch (thrown) {
    const error = AppError.from(thrown)
    if (error.code !== 'CLIENTS_LEFT_BEHIND') throw error
    console.error(`\n${error.message}\n${error.options.hint ?? ''}`)
    return false
  }
}
