// npm run bench:gateway: every peer in one run, in turn, so that a busy machine is busy for all.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const HELP = `Usage: npm run bench:gateway -- [options]

  --connections LIST   default 1,16,64,256
  --seconds N          of one measurement (default 3)
  --rounds N           of which the median is taken (default 5)
  --json               print one JSON object
  --check              exit 1 when a ratio is missed
`
const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '1,16,64,256' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) {
  console.log(HELP)
  process.exit()
}
if (process.platform !== 'linux') {
  console.error('CPU time is read from /proc, so this benchmark runs on Linux only.')
  process.exit(1)
}
if (!existsSync(join(import.meta.dirname, '..', 'node_modules'))) {
  console.error('The peers are not installed. First run: npm ci --prefix bench')
  process.exit(1)
}

const { startNode, startCompanion, startNginx, startHaproxy } = await import('./servers.mjs')
const { measure, median } = await import('./measure.mjs')
const { createIssuer } = await import('./tokens.mjs')
const { RATIOS, compare, findMisses } = await import('./ratios.mjs')
const { isPinned, pinMeasured, pinRest } = await import('./pin.mjs')

const COLD_TOKENS = 4_000
const WARM_UP_TURNS = 3
const WORKERS = 'dcr-lab, 2 workers'
const say = values.json ? () => undefined : (text) => console.error(text)
const root = mkdtempSync(join(tmpdir(), 'dcr-lab-bench-'))
const issuer = createIssuer()
const warm = [issuer.issue('client-1')]
const servers = new Map()
const missing = []
const samples = new Map()

const upstreamServer = await startNode('upstream.mjs', { BENCH_JWKS: issuer.jwks }, '')
const upstream = upstreamServer.url
const setting = { root, upstream, jwksUrl: `${upstream}/keys`, publicPem: issuer.publicPem }
const env = { BENCH_UPSTREAM: upstream, BENCH_JWKS_URL: setting.jwksUrl }

try {
  servers.set('bare', await startNode('peers/bare.mjs', env))
  servers.set('dcr-lab', await startCompanion(setting))
  const workers = { ...setting, root: join(root, 'workers') }
  servers.set(WORKERS, await startCompanion(workers, ['--workers', '2']))
  servers.set('express', await startNode('peers/express.mjs', env))
  servers.set('fastify', await startNode('peers/fastify.mjs', env))
  const cached = { ...env, BENCH_TOKEN_CACHE: 'on' }
  servers.set('fastify, token cache', await startNode('peers/fastify.mjs', cached))
  await add('nginx', startNginx(setting))
  await add('haproxy-jwt', startHaproxy(setting))
  pinRest([process.pid, ...upstreamServer.pids()])
  // Several processes would only compete for one core.
  for (const [name, server] of servers) if (name !== WORKERS) pinMeasured(server.pids())
  for (let turn = 0; turn < WARM_UP_TURNS; turn += 1) await warmUp()
  for (const connections of values.connections.split(',').map(Number)) await measureAll(connections)
} finally {
  await Promise.all([...servers.values(), upstreamServer].map((server) => server.stop()))
  rmSync(root, { recursive: true, force: true })
}

async function add(name, starting) {
  const server = await starting
  if (server) servers.set(name, server)
  else missing.push(name)
}

/**
 * Each server gets all the loads that it will be measured with, in turn: V8 throws compiled code away
 * when another kind of load comes in, and makes better code afterwards.
 */
async function warmUp() {
  for (const [name, server] of servers) {
    await measure(server, { connections: 16, tokens: warm, seconds: 3 })
    if (name === 'dcr-lab') await measure(server, loadNewTokens(16))
  }
}

function loadNewTokens(connections) {
  const tokens = Array.from({ length: COLD_TOKENS }, () => issuer.issue('client-1'))
  return { connections, tokens, amount: COLD_TOKENS }
}

async function measureAll(connections) {
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [name, server] of servers) {
      const seconds = Number(values.seconds)
      await keep(name, connections, measure(server, { connections, tokens: warm, seconds }))
      if (name === 'dcr-lab') {
        const load = loadNewTokens(connections)
        await keep('dcr-lab, new tokens', connections, measure(server, load))
      }
    }
    say(`${connections} connections, round ${round + 1} done`)
  }
}

async function keep(name, connections, measuring) {
  const key = `${name}|${connections}`
  const list = samples.get(key) ?? []
  try {
    list.push(await measuring)
  } catch (cause) {
    throw new Error(`${name} at ${connections} connections`, { cause })
  }
  samples.set(key, list)
}

const results = [...samples].map(([key, list]) => {
  const [name, connections] = key.split('|')
  const read = (figure) => median(list.map((sample) => sample[figure]))
  return {
    name,
    connections: Number(connections),
    cpuMicros: read('cpuMicros'),
    perSecond: read('perSecond'),
    p50Ms: read('p50Ms'),
    p99Ms: read('p99Ms'),
    memoryMiB: read('memoryMiB'),
    rounds: list.map((sample) => sample.cpuMicros),
  }
})
for (const result of results) result.toBare = compare(results, result, 'bare')
const misses = findMisses(results)

if (values.json) {
  const machine = {
    node: process.version,
    cpus: cpus().length,
    isPinned,
    date: new Date().toISOString().slice(0, 10),
  }
  console.log(
    JSON.stringify({ ok: misses.length === 0, machine, results, ratios: RATIOS, misses, missing }),
  )
} else {
  printTable()
}
if (values.check && misses.length > 0) process.exitCode = 1

function printTable() {
  console.log(
    `\nNode ${process.version}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}; medians of ${values.rounds} rounds of ${values.seconds} s; ${isPinned ? 'the proxy on a core of its own' : 'not pinned to cores'}\n`,
  )
  console.log(
    '| connections | variant | CPU µs/request | to bare | requests/s | p50 ms | p99 ms | MiB |',
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  const sorted = results.toSorted(
    (a, b) => a.connections - b.connections || a.cpuMicros - b.cpuMicros,
  )
  for (const {
    connections,
    name,
    cpuMicros,
    toBare,
    perSecond,
    p50Ms,
    p99Ms,
    memoryMiB,
  } of sorted) {
    const figures = [
      cpuMicros.toFixed(0),
      toBare.toFixed(2),
      perSecond.toFixed(0),
      p50Ms,
      p99Ms,
      memoryMiB.toFixed(0),
    ]
    console.log(`| ${connections} | ${name} | ${figures.join(' | ')} |`)
  }
  for (const name of missing) console.log(`\n${name} is not installed here and was not measured.`)
  printRatios()
  console.log(misses.length === 0 ? '\nEvery ratio is reached.' : `\nMissed:\n${misses.join('\n')}`)
}

function printRatios() {
  const amounts = [...new Set(results.map(({ connections }) => connections))]
  console.log(`\n| ratio | to be reached | ${amounts.join(' | ')} |`)
  console.log(`| --- | --- | ${amounts.map(() => '---').join(' | ')} |`)
  for (const { of, to, atMost, atLeast } of RATIOS) {
    const goal = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`
    const seen = amounts.map((connections) =>
      compare(results, { name: of, connections }, to).toFixed(2),
    )
    console.log(`| ${of} to ${to} | ${goal} | ${seen.join(' | ')} |`)
  }
}
