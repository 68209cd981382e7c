// npm run bench:endurance: does the gateway stay as lean with much in it, for long, and for large bodies?
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { measure, median, readMemoryBytes } from './measure.mjs'
import { pinMeasured, pinRest } from './pin.mjs'
import { defineApi, definePolicy, startCompanion, startNode } from './servers.mjs'
import { createIssuer } from './tokens.mjs'

const HELP = `Usage: npm run bench:endurance -- [options]

  --minutes N   of load for the memory (default 10)
  --rounds N    of which the median is taken for the scale (default 5)
  --json        print one JSON object
  --check       exit 1 when a goal is missed
`
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
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

const APIS = 1_000
const SESSIONS = 10_000
/** Of one round of the scale, the same for both sides. */
const REQUESTS = 6 * SESSIONS
const WARM_UP_ROUNDS = 3
const GIB = 2 ** 30
const MIB = 2 ** 20
const GOALS = { scale: 1.1, growth: 1.1, bodyMiB: 64 }

const root = mkdtempSync(join(tmpdir(), 'dcr-lab-bench-'))
const issuer = createIssuer()
const upstream = await startNode('upstream.mjs', { BENCH_JWKS: issuer.jwks }, '')
const setting = { upstream: upstream.url, jwksUrl: `${upstream.url}/keys` }
const stops = [upstream.stop]
pinRest([process.pid, ...upstream.pids()])

try {
  report({
    body: await measureBodies(),
    scale: await measureScale(),
    memory: await measureMemory(Number(values.minutes) * 60),
  })
} finally {
  await Promise.all(stops.map((stop) => stop()))
  rmSync(root, { recursive: true, force: true })
}

async function start(name) {
  const server = await startCompanion({ ...setting, root: join(root, name) })
  stops.push(server.stop)
  pinMeasured(server.pids())
  return server
}

/**
 * One API and one session against a thousand APIs and ten thousand sessions, in turn: each session
 * calls one of the APIs, or another one each time, so that no pair comes twice in a round.
 */
async function measureScale() {
  const small = await start('small')
  const large = await start('large')
  const ids = Array.from({ length: APIS }, (_, number) => `api-${number}`)
  await large.define([definePolicy(['bench', ...ids])])
  for (let at = 0; at < APIS; at += 100) {
    const some = ids.slice(at, at + 100)
    await large.define(some.map((id) => defineApi(id, { ...setting, listen_path: `/${id}-path/` })))
  }
  const tokens = Array.from({ length: SESSIONS }, (_, number) => issuer.issue(`client-${number}`))
  const load = { connections: 64, amount: REQUESTS }
  const paths = ids.map((id) => `/${id}-path/x`)
  const kinds = {
    one: () => measure(small, { ...load, tokens: tokens.slice(0, 1) }),
    many: () => measure(large, { ...load, tokens, paths }),
    // 999 and 10 000 have no factor in common.
    any: () => measure(large, { ...load, tokens, paths: paths.slice(1) }),
  }
  const rounds = []
  // The first rounds are for V8 to compile what it will compile, and for each session to begin.
  for (let round = -WARM_UP_ROUNDS; round < Number(values.rounds); round += 1) {
    const figures = {}
    for (const [kind, run] of Object.entries(kinds)) figures[kind] = (await run()).cpuMicros
    if (round >= 0) rounds.push(figures)
  }
  const read = (kind) => median(rounds.map((figures) => figures[kind]))
  const compare = (kind) => median(rounds.map((figures) => figures[kind] / figures.one))
  return {
    one: read('one'),
    many: read('many'),
    any: read('any'),
    ratio: compare('many'),
    anyRatio: compare('any'),
  }
}

/** Half of the load's tokens are new. The last third is held against the middle one. */
async function measureMemory(seconds) {
  const server = await start('memory')
  const [pid] = server.pids()
  const samples = []
  const endsAt = performance.now() + seconds * 1000
  while (performance.now() < endsAt) {
    const fresh = Array.from({ length: 1_000 }, (_, number) => issuer.issue(`client-${number}`))
    await measure(server, { connections: 64, tokens: [...fresh, ...fresh], seconds: 3 })
    samples.push(readMemoryBytes(pid) / MIB)
  }
  const third = Math.floor(samples.length / 3)
  const middle = median(samples.slice(third, 2 * third))
  const last = median(samples.slice(2 * third))
  return { seconds, middleMiB: middle, lastMiB: last, ratio: last / middle }
}

/** A gibibyte each way; the most that the process has grown while it went through. */
async function measureBodies() {
  const server = await start('bodies')
  const headers = { authorization: `Bearer ${issuer.issue('client-1')}` }
  const url = new URL(server.url).origin
  await measure(server, { connections: 16, tokens: [issuer.issue('client-1')], seconds: 3 })
  const down = await watchGrowth(server, async () => {
    const answer = await fetch(`${url}/api/bytes/${GIB}`, { headers })
    let total = 0
    for await (const chunk of answer.body) total += chunk.length
    return total
  })
  const up = await watchGrowth(server, async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const body = Readable.from(
      (function* makeBytes() {
        for (let sent = 0; sent < GIB; sent += chunk.length) yield chunk
      })(),
    )
    const answer = await fetch(`${url}/api/x`, { method: 'POST', headers, body, duplex: 'half' })
    return Number(await answer.text())
  })
  return { downMiB: down, upMiB: up }
}

async function watchGrowth(server, transfer) {
  const [pid] = server.pids()
  const before = readMemoryBytes(pid)
  let most = before
  const watching = new AbortController()
  const watch = (async () => {
    while (!watching.signal.aborted) {
      most = Math.max(most, readMemoryBytes(pid))
      await wait(20)
    }
  })()
  const total = await transfer()
  watching.abort()
  await watch
  if (total !== GIB) throw new Error(`${total} bytes arrived, not ${GIB}`)
  return (most - before) / MIB
}

function report({ body, scale, memory }) {
  const misses = [
    scale.ratio > GOALS.scale && `scale: ${scale.ratio.toFixed(2)}, more than ${GOALS.scale}`,
    scale.anyRatio > GOALS.scale &&
      `scale, at any API: ${scale.anyRatio.toFixed(2)}, more than ${GOALS.scale}`,
    memory.ratio > GOALS.growth && `memory: ${memory.ratio.toFixed(2)}, more than ${GOALS.growth}`,
    Math.max(body.upMiB, body.downMiB) > GOALS.bodyMiB && `bodies: more than ${GOALS.bodyMiB} MiB`,
  ].filter(Boolean)
  if (values.json) console.log(JSON.stringify({ ok: misses.length === 0, body, scale, memory }))
  else {
    console.log(
      `${APIS} APIs and ${SESSIONS} sessions: ${scale.many.toFixed(0)} µs a request, one of each ${scale.one.toFixed(0)} µs: ${scale.ratio.toFixed(2)} times.`,
    )
    console.log(
      `Each session at any of the APIs: ${scale.any.toFixed(0)} µs, ${scale.anyRatio.toFixed(2)} times.`,
    )
    console.log(
      `${memory.seconds} s of load: ${memory.middleMiB.toFixed(0)} MiB in the middle third, ${memory.lastMiB.toFixed(0)} MiB in the last: ${memory.ratio.toFixed(2)} times.`,
    )
    console.log(
      `1 GiB through the gateway: ${body.downMiB.toFixed(0)} MiB of growth down, ${body.upMiB.toFixed(0)} MiB up.`,
    )
    console.log(misses.length === 0 ? 'Every goal is reached.' : `Missed:\n${misses.join('\n')}`)
  }
  if (values.check && misses.length > 0) process.exitCode = 1
}
