// npm run slow-clients: 480 connections send a byte a second to the gateway. Are they cut in time, and do
// the good callers notice them?
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { buildCompanion } from './build.mjs'

const SLOW = 480
const MOST_MS = 20_000
const ROOT = join(import.meta.dirname, '..')
const { values } = parseArgs({ options: { json: { type: 'boolean' } } })

await buildCompanion()
const upstream = createServer((_request, response) => response.end('{}'))
await once(upstream.listen(0, '127.0.0.1'), 'listening')
const program = join(ROOT, 'bin', 'dcr-lab.mjs')
const companion = spawn(
  process.execPath,
  [program, 'start', '--ephemeral', '--json', '--no-open'],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
const agent = new Agent({ keepAlive: true, maxSockets: 4 })
try {
  const [line] = await once(createInterface(companion.stdout), 'line')
  const report = await measure(JSON.parse(line))
  if (values.json) console.log(JSON.stringify(report))
  else console.log(report)
} finally {
  companion.kill()
  agent.destroy()
  upstream.close()
}

async function measure({ addresses, token }) {
  await importApi(addresses.control, token)
  const url = new URL('/slow/', addresses.gateway)
  await callFor(url, 1_000)
  const usual = await callFor(url, 5_000)
  const slow = Array.from({ length: SLOW }, () => openSlow(Number(url.port)))
  const beside = await callFor(url, 8_000)
  const lives = await Promise.all(slow)
  const cut = lives.filter((ms) => ms !== undefined)
  return {
    usual_p99_ms: readP99(usual),
    p99_ms: readP99(beside),
    calls: usual.length + beside.length,
    opened: SLOW,
    cut: cut.length,
    longest_ms: Math.max(...cut),
  }
}

async function importApi(control, token) {
  const definition = {
    api_id: 'slow',
    name: 'slow',
    active: true,
    use_keyless: true,
    proxy: {
      listen_path: '/slow/',
      target_url: `http://127.0.0.1:${upstream.address().port}`,
      strip_listen_path: true,
    },
    version_data: { not_versioned: true, versions: { Default: { name: 'Default' } } },
  }
  const answer = await fetch(`${control}/api/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ definitions: [definition] }),
  })
  if (!answer.ok) throw new Error(`The API could not be imported: ${answer.status}`)
}

/** @returns Milliseconds until the connection was cut; `undefined` when it never was. */
function openSlow(port) {
  const began = performance.now()
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /slow/ HTTP/1.1\r\nX-A: '))
    const drip = setInterval(() => socket.write('a'), 1_000)
    const end = (ms) => {
      clearInterval(drip)
      clearTimeout(timer)
      socket.destroy()
      resolve(ms)
    }
    const timer = setTimeout(end, MOST_MS)
    socket.on('error', () => undefined).on('data', () => undefined)
    socket.on('close', () => end(performance.now() - began))
  })
}

/** Calls from four connections for a while. @returns Milliseconds of each call. */
async function callFor(url, forMs) {
  const until = performance.now() + forMs
  const times = []
  const callInTurn = async () => {
    while (performance.now() < until) {
      const began = performance.now()
      await call(url)
      times.push(performance.now() - began)
    }
  }
  await Promise.all([callInTurn(), callInTurn(), callInTurn(), callInTurn()])
  return times
}

async function call(url) {
  const outgoing = request(url, { agent }).end()
  const [answer] = await once(outgoing, 'response')
  await once(answer.resume(), 'end')
  if (answer.statusCode !== 200) throw new Error(`The gateway answered ${answer.statusCode}`)
}

function readP99(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]
}
