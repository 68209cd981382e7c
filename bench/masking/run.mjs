// npm run bench:masking: does a recorded call cost more when a hundred thousand secrets are known?
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { build } from 'esbuild'
import { median } from '../median.mjs'

const FEW = 100
const MANY = 100_000
const ROUNDS = 15
const CALLS = 400
const GOAL = 1.5
const GOAL_BYTES = 400

const HEADERS = [
  ['User-Agent', 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko)'],
  ['Accept', 'application/json, text/plain, */*'],
  ['Accept-Encoding', 'gzip, deflate, br'],
  ['Date', 'Fri, 27 Nov 2026 21:00:00 GMT'],
  ['X-Request-Id', '7d1c1f0e-94b9-4a52-8f6e-1f5f1c9a1c11'],
  ['Cache-Control', 'no-store'],
].flat()

const { values } = parseArgs({ options: { json: { type: 'boolean' }, check: { type: 'boolean' } } })
const { createSecretRegistry, presentExchange } = await load()
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')

const few = open(FEW)
const before = readMemory()
const many = open(MANY)
const bytesPerSecret = (readMemory() - before) / MANY
const times = { few: [], many: [] }
// In turns, so that both meet the same noise.
for (let round = 0; round < ROUNDS; round += 1) {
  times.few.push(time(few))
  times.many.push(time(many))
}
const [fewUs, manyUs] = [median(times.few), median(times.many)]
const ratio = manyUs / fewUs
const report = { few: FEW, many: MANY, few_us: fewUs, many_us: manyUs, ratio, bytesPerSecret }
if (values.json) console.log(JSON.stringify(report))
else
  console.log(
    `A recorded call of ${describeSize()} costs ${fewUs.toFixed(0)} µs with ${FEW} secrets and ${manyUs.toFixed(0)} µs with ${MANY}: ${ratio.toFixed(2)} times. A secret takes ${bytesPerSecret.toFixed(0)} bytes.`,
  )
process.exit(values.check && (ratio > GOAL || bytesPerSecret > GOAL_BYTES) ? 1 : 0)

async function load() {
  const directory = mkdtempSync(join(tmpdir(), 'dcr-bench-'))
  const outfile = join(directory, 'masking.mjs')
  try {
    await build({
      stdin: {
        contents: `
          export { createSecretRegistry } from './companion/secrets/secret-registry.ts'
          export { presentExchange } from './companion/recorder/present-exchange.ts'`,
        resolveDir: join(import.meta.dirname, '../..'),
      },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile,
      logLevel: 'error',
    })
    return await import(outfile)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function open(count) {
  const registry = createSecretRegistry()
  for (let number = 0; number < count; number += 1)
    registry.add(randomBytes(32).toString('base64url'))
  return registry
}

function time(registry) {
  const start = performance.now()
  for (let call = 0; call < CALLS; call += 1) presentExchange(`x${call}`, buildCall(), registry)
  return ((performance.now() - start) * 1000) / CALLS
}

function buildCall() {
  const token = `eyJhbGciOiJSUzI1NiJ9.${'eyJzdWIiOiIwb2EifQ'.repeat(12)}.${'c2lnbmF0dXJl'.repeat(28)}`
  const body = Buffer.from(
    JSON.stringify(
      Array.from({ length: 20 }, (_, id) => ({
        id,
        name: `Customer ${id}`,
        city: 'Oslo',
        open: true,
      })),
    ),
  )
  return {
    startedAtMs: 0,
    durationMs: 3,
    from: 'app',
    to: 'gateway',
    label: 'Call API',
    request: {
      method: 'GET',
      url: 'http://127.0.0.1:8791/customers/?page=2&size=20',
      headers: ['Host', '127.0.0.1:8791', 'Authorization', `Bearer ${token}`, ...HEADERS],
    },
    response: {
      status: 200,
      headers: ['content-type', 'application/json; charset=utf-8', ...HEADERS],
      body,
      sizeBytes: body.length,
    },
  }
}

function describeSize() {
  const { request, response } = buildCall()
  const text = [...request.headers, ...response.headers].join('').length + response.sizeBytes
  return `${(text / 1024).toFixed(1)} KiB`
}

function readMemory() {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
