import { Option } from 'commander'
import type { ApiClient } from '#shared/contract/api-client.ts'
import {
  type Examination,
  type ExamineOrder,
  orderFor,
  type Scenario,
} from '#shared/contract/doctor.ts'
import { DEFAULT_DIALECT, DIALECT_IDS, type DialectId } from '#shared/idp/dialects.ts'
import { DCR_PROVIDERS, type DcrProvider } from '#shared/tyk/dcr-options.ts'
import {
  type CertificateValues,
  certificateOptions,
  giveCertificates,
} from '../certificate-options.ts'
import type { CliCommand } from '../command.ts'
import { type Connection, connect, connectTo, startOwn } from '../connect.ts'
import { tellLedger } from '../tell-ledger.ts'
import { companionUrl, configDir, dataDir, json, lacks } from '../options.ts'
import { writeFinding } from '../write-finding.ts'

interface Values extends CertificateValues {
  scenario?: string
  selftest?: true
  dialect?: DialectId
  host?: string
  provider?: DcrProvider
  run?: string
  registration?: string
  exchange?: string
  verdict?: string
  list?: true
  json?: true
  companion?: string
  config?: string
  data?: string
}

/** What to examine. No two of these options go together. */
const SUBJECTS = [
  new Option(
    '--scenario <name>',
    'break the embedded identity provider first; --list names them all',
  ),
  new Option(
    '--selftest',
    'every scenario of a known pain: does the doctor name the planted cause?',
  ),
  new Option(
    '--dialect <name>',
    'examine a dialect of the embedded identity provider as it is',
  ).choices(DIALECT_IDS),
  new Option('--host <url>', 'examine this provider; an initial access token in DCR_LAB_API_TOKEN'),
  new Option('--run <id>', 'examine the failed step of a run, with the run’s own client'),
  new Option('--registration <id>', 'examine a client of the ledger as it is'),
  new Option('--exchange <id>', 'examine a recorded call, with the client that it names'),
  new Option('--verdict <id>', 'examine a call that the gateway refused (the id in X-DCR-Verdict)'),
  new Option('--list', 'the scenarios'),
]
const SUBJECT_NAMES = SUBJECTS.map((option) => option.attributeName())

/** Exits with 0 when the planted cause was named or, without one, nothing was found. */
export const doctor: CliCommand<Values> = {
  name: 'doctor',
  summary: 'examine a provider, or provoke a failure and explain it',
  description:
    'Makes the calls of a client, from resolving the provider’s host name to calling an API behind the gateway, and says what is wrong, why, and how to fix it. Clients that it registers are deleted again; a client of yours is examined as it is, and neither read nor changed. A provider of yours is examined by the companion that is running, or on your data directory, so that no client is unaccounted for; the embedded one by a temporary companion, unless one is named.',
  options: [
    ...SUBJECTS.map((option) =>
      option.conflicts(SUBJECT_NAMES.filter((name) => name !== option.attributeName())),
    ),
    new Option('--provider <kind>', 'what kind of provider --host is (default other)').choices([
      ...DCR_PROVIDERS,
    ]),
    ...certificateOptions(),
    json('print JSON'),
    companionUrl(),
    configDir().conflicts('companion'),
    dataDir().conflicts('companion'),
  ],
  async run(values) {
    if (values.provider !== undefined && values.host === undefined)
      throw lacks('--provider', '--host')
    for (const [option, value] of [
      ['--data', values.data],
      ['--config', values.config],
    ] as const)
      if (value !== undefined && !usesLedger(values)) throw lacks(option, '--host')
    const connection = await open(values)
    try {
      await giveCertificates(connection.client, values.host, values)
      const code = await carryOut(connection.client, values)
      if (connection.dataDir !== undefined) console.error(tellLedger(connection.dataDir))
      return code
    } finally {
      await connection.close?.()
    }
  },
}

/** Where the examination began: its record is in the companion that runs, or in the data directory. */
function findPlace({ run, registration, exchange, verdict }: Values): Partial<ExamineOrder> {
  if (run !== undefined) return { run }
  if (registration !== undefined) return { registration }
  if (exchange !== undefined) return { exchange }
  return verdict === undefined ? {} : { verdict }
}

function usesLedger(values: Values): boolean {
  return values.host !== undefined || Object.keys(findPlace(values)).length > 0
}

/** What breaks the embedded provider is done to a companion of its own, unless one is named. */
async function open(values: Values): Promise<Connection> {
  if (usesLedger(values)) return connect({ ...values, keepsLedger: true })
  return values.companion === undefined ? startOwn() : connectTo(values.companion)
}

async function carryOut(client: ApiClient, options: Values): Promise<number> {
  const scenarios = await client.listScenarios()
  if (options.list) {
    for (const { name, title, pain } of scenarios)
      console.log(
        `${name.padEnd(26)} ${(pain === undefined ? '' : `pain ${pain}`).padEnd(8)} ${title}`,
      )
    return 0
  }
  if (options.selftest) return selftest(client, scenarios)
  if (options.scenario !== undefined) {
    const { scenario, examination } = await provoke(client, options.scenario)
    print(examination, options, scenario)
    return isNamed(scenario, examination) ? 0 : 1
  }
  const token = process.env['DCR_LAB_API_TOKEN']
  const examination = await client.examine({
    body: {
      ...readSubject(options),
      ...(token !== undefined && { initial_access_token: token }),
    },
  })
  print(examination, options)
  return examination.findings.some(({ severity }) => severity === 'error') ? 1 : 0
}

function readSubject(options: Values): Partial<ExamineOrder> {
  const { host, provider = 'other', dialect = DEFAULT_DIALECT } = options
  if (host !== undefined) return { host, provider }
  return usesLedger(options) ? findPlace(options) : { dialect }
}

async function provoke(
  client: ApiClient,
  name: string,
): Promise<{ scenario: Scenario; examination: Examination }> {
  const { active: scenario } = await client.startScenario({ body: { name } })
  if (!scenario) throw new RangeError(`The scenario "${name}" did not start`)
  try {
    const examination = await client.examine({ body: orderFor(scenario) })
    return { scenario, examination }
  } finally {
    await client.stopScenario()
  }
}

/** The doctor has to name the cause first; consequences of the cause may follow. */
function isNamed({ finding }: Scenario, { findings }: Examination): boolean {
  return findings[0]?.id === finding
}

async function selftest(client: ApiClient, scenarios: readonly Scenario[]): Promise<number> {
  const pains = scenarios
    .filter(({ pain }) => pain !== undefined)
    .sort((left, right) => (left.pain ?? 0) - (right.pain ?? 0))
  let named = 0
  for (const { name, pain } of pains) {
    const { scenario, examination } = await provoke(client, name)
    const ok = isNamed(scenario, examination)
    if (ok) named += 1
    const first = examination.findings[0]
    console.log(
      `${ok ? 'ok  ' : 'FAIL'} ${String(pain).padStart(2)}  ${name.padEnd(26)} ${first ? `${first.id}: ${first.title}` : 'nothing found'}`,
    )
  }
  console.log(`\n${named} of ${pains.length}`)
  return named === pains.length ? 0 : 1
}

function print(examination: Examination, { json: isJson }: Values, scenario?: Scenario): void {
  if (isJson) {
    console.log(JSON.stringify(examination, null, 2))
    return
  }
  if (scenario) console.log(`Scenario: ${scenario.title}\n${scenario.story}\n`)
  const { failure } = examination.about ?? {}
  if (failure) console.log(`What failed, at ${failure.layer}: ${failure.text}\n`)
  for (const { layer, text } of examination.passed) console.log(`ok    ${layer.padEnd(13)} ${text}`)
  for (const finding of examination.findings) console.log(writeFinding(finding))
  for (const left of examination.left_behind) console.log(`\nLeft behind: ${left}`)
  console.log(`\n${conclude(examination)}`)
}

/** Warnings may name what was not looked at, so only an examination without findings is an all-clear. */
function conclude({ findings }: Examination): string {
  if (findings.length === 0) return 'Nothing is wrong: the way was seen to its end.'
  if (findings.some(({ severity }) => severity === 'error')) return 'The first error is the cause.'
  return 'No error was found; the warnings say what to look at, and what was not seen.'
}
