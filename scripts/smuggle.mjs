// npm run smuggle: sends mutated byte streams to the gateway. An upstream must never see a request that the
// gateway has not decided on: it was smuggled past it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { buildCompanion } from './build.mjs'

const ROOT = join(import.meta.dirname, '..')
const AT_ONCE = 32
/** Of the gateway's decisions the last two thousand can be read. */
const PER_ROUND = 400
const PATIENCE_MS = 400

const PIECES = [
  '\r',
  '\n',
  '\r\n',
  '\0',
  ' ',
  '\t',
  '\u000b',
  ';',
  ',',
  '+',
  '-',
  '0',
  '0x',
  'a',
  '\u00a0',
  'chunked',
  'identity',
  'Transfer-Encoding: x\r\n',
  'Content-Length: 0\r\n',
  ':',
  '\r\n\r\n',
  'HTTP/1.0',
  'HTTP/2.0',
  'Connection: transfer-encoding\r\n',
  'Upgrade: h2c\r\n',
]

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '10000' },
    seed: { type: 'string', default: process.env.DCR_SEED ?? String(Date.now() % 2 ** 31) },
    json: { type: 'boolean' },
  },
})
const seed = Number(values.seed)
const random = createRandom(seed)
const report = { streams: 0, requests: 0, decisions: 0, smuggled: 0, seed, examples: [] }

await buildCompanion()
/** Decisions of earlier rounds. */
const known = new Set()
/** Requests of this round that the upstream saw, by path. */
let seen = new Map()
const upstream = createServer((request, response) => {
  report.requests += 1
  count(seen, request.url)
  request.resume().on('end', () => response.end('ok'))
})
upstream.listen(0, '127.0.0.1')
await once(upstream, 'listening')
const companion = spawn(
  process.execPath,
  [join(ROOT, 'bin', 'dcr-lab.mjs'), 'start', '--ephemeral', '--json', '--no-open'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
try {
  const [line] = await once(createInterface(companion.stdout), 'line')
  const { addresses, token } = JSON.parse(line)
  await define(addresses.control, token)
  const port = Number(new URL(addresses.gateway).port)
  for (let from = 0; from < Number(values.streams); from += PER_ROUND) {
    seen = new Map()
    const sent = Array.from({ length: PER_ROUND }, (_none, at) =>
      mutate(buildStream(from + at, port)),
    )
    await sendAll(port, sent)
    await compare(await readDecisions(addresses.control, token), sent)
  }
} finally {
  companion.kill('SIGTERM')
  await once(companion, 'exit')
  upstream.close()
  upstream.closeAllConnections()
}
if (values.json) console.log(JSON.stringify(report))
else
  console.log(
    `${report.streams} streams (seed ${seed}): ${report.decisions} let through, ${report.requests} requests upstream, ${report.smuggled} smuggled`,
  )
for (const example of report.examples) console.error(JSON.stringify(example))
process.exit(report.smuggled === 0 && report.requests > 0 ? 0 : 1)

async function define(control, token) {
  const { port } = upstream.address()
  const answer = await fetch(`${control}/api/apis/open`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      api_id: 'open',
      name: 'Open',
      use_keyless: true,
      active: true,
      proxy: {
        listen_path: '/open/',
        target_url: `http://127.0.0.1:${port}/`,
        strip_listen_path: true,
      },
    }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

async function sendAll(port, streams) {
  const waiting = [...streams]
  const lane = async () => {
    for (let bytes = waiting.pop(); bytes !== undefined; bytes = waiting.pop())
      await send(port, bytes)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  report.streams += streams.length
}

/** What the gateway let through in this round, by the path that goes upstream. */
async function readDecisions(control, token) {
  const allowed = new Map()
  let path = '/api/verdicts?limit=500'
  while (path) {
    const answer = await fetch(new URL(path, control), {
      headers: { authorization: `Bearer ${token}` },
    })
    const verdicts = await answer.json()
    for (const verdict of verdicts) {
      if (!verdict.is_allowed || known.has(verdict.id)) continue
      known.add(verdict.id)
      count(allowed, verdict.path.replace('/open', ''))
    }
    path = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1]
  }
  return allowed
}

async function compare(allowed, sent) {
  for (const number of allowed.values()) report.decisions += number
  for (const [path, number] of seen) {
    if (number <= (allowed.get(path.split('?')[0]) ?? 0)) continue
    report.smuggled += 1
    const stream = sent.find((bytes) => bytes.includes(path.slice(1, 6)))
    if (report.examples.length < 5)
      report.examples.push({ path, upstream: number, allowed: allowed.get(path) ?? 0, stream })
  }
}

function count(map, key) {
  map.set(key, (map.get(key) ?? 0) + 1)
}

/** Two requests in a row; the body of the first looks like a third. */
function buildStream(number, port) {
  const id = `s${number}e`
  const inner = `GET /open/${id} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Stream: ${id}\r\n\r\n`
  const framing = pick([
    `Content-Length: ${inner.length}\r\n\r\n${inner}`,
    `Transfer-Encoding: chunked\r\n\r\n${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`,
    `Content-Length: ${inner.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
    `Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${inner}`,
    `Content-Length: 0\r\n\r\n${inner}`,
  ])
  const head = `POST /open/${id} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Stream: ${id}\r\n`
  return `${head}${framing}GET /open/${id} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Stream: ${id}\r\nConnection: close\r\n\r\n`
}

function mutate(text) {
  let mutated = text
  for (let change = 0; change < 1 + random() * 3; change += 1) {
    const at = Math.floor(random() * mutated.length)
    const length = Math.floor(random() * 4)
    const part = mutated.slice(at, at + length)
    mutated = pick([
      () => mutated.slice(0, at) + mutated.slice(at + length),
      () => mutated.slice(0, at) + pick(PIECES) + mutated.slice(at),
      () => mutated.slice(0, at) + pick(PIECES) + mutated.slice(at + length),
      () => mutated.slice(0, at) + part + part + mutated.slice(at + length),
    ])()
  }
  return mutated
}

function send(port, bytes) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')))
    socket.setTimeout(PATIENCE_MS, () => socket.destroy())
    socket.resume()
    socket.on('error', () => undefined)
    // A request may still be on its way upstream.
    socket.on('close', () => setTimeout(resolve, 20))
  })
}

function pick(list) {
  return list[Math.floor(random() * list.length)]
}

/** Mulberry32: the same seed gives the same streams. */
function createRandom(start) {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
