// npm run check:api: schemathesis calls the control API of a throw-away companion by its own OpenAPI document.
// The last line is JSON: seed, cases per operation, duration and exit code. `--examples N --seed N`.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

const ROOT = join(import.meta.dirname, '..')
const TOKEN = 'check-api-'.padEnd(43, 'x')
/** What may not happen: an error of ours, an answer outside of its schema. */
const CHECKS = 'not_a_server_error,response_schema_conformance,content_type_conformance'

/** These call the address that they are given: a fuzzer would call strangers. */
const OUTGOING = [
  'discoverProvider',
  'registerClient',
  'adoptClient',
  'pushToTyk',
  'sendReplay',
  'runReplaySet',
  'runSetFile',
  'examine',
]

const { values } = parseArgs({
  options: {
    examples: { type: 'string', default: '120' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})

if (spawnSync('schemathesis', ['--version']).status !== 0) {
  console.error('schemathesis is not installed: pip install schemathesis (Python 3.10 or newer).')
  process.exit(1)
}
const started = performance.now()
const companion = spawn(
  process.execPath,
  [
    join(ROOT, 'scripts', 'dcr-lab.mjs'),
    'start',
    '--ephemeral',
    '--no-open',
    '--json',
    '--port',
    '0',
  ],
  { env: { ...process.env, DCR_LAB_TOKEN: TOKEN }, stdio: ['ignore', 'pipe', 'inherit'] },
)
let status = 1
try {
  const [line] = await once(createInterface(companion.stdout), 'line')
  const { control } = JSON.parse(line).addresses
  const limits = [
    '--max-examples',
    values.examples,
    '--phases',
    'examples,coverage,fuzzing',
    '--no-shrink',
  ]
  const pace = ['--workers', '4', '--request-timeout', '30', '--continue-on-failure']
  const options = [...limits, ...pace, '--seed', values.seed, '--checks', CHECKS]
  // A stream has no end.
  const left = [
    '--exclude-path',
    '/api/events',
    ...OUTGOING.flatMap((id) => ['--exclude-operation-id', id]),
  ]
  const run = spawn(
    'schemathesis',
    [
      'run',
      `${control}/api/openapi.json`,
      '-H',
      `Authorization: Bearer ${TOKEN}`,
      ...options,
      ...left,
    ],
    { stdio: 'inherit', cwd: tmpdir() },
  )
  const [code] = await once(run, 'exit')
  status = code ?? 1
} finally {
  companion.kill('SIGTERM')
}
const seconds = Math.round((performance.now() - started) / 1000)
const { examples, seed } = values
console.log(JSON.stringify({ examples: Number(examples), seed: Number(seed), seconds, status }))
process.exit(status)
