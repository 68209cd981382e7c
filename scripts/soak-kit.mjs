// npm run soak:kit: many journeys on several workers of a busy machine, at a provider in another process;
// then it counts the clients, processes and directories that are left. `--kill` ends workers in the middle.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { buildCompanion } from './build.mjs'

const ROOT = join(import.meta.dirname, '..')
const PLAYWRIGHT = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
const CONFIG = join(ROOT, 'e2e', 'kit', 'test', 'soak', 'playwright.config.ts')
const KILL_EVERY_MS = 3000
/** A companion whose worker was killed may have a call under way, and clients to delete. */
const CALM_LIMIT_MS = 60_000

const { values } = parseArgs({
  options: {
    journeys: { type: 'string', default: '200' },
    workers: { type: 'string', default: '4' },
    load: { type: 'string', default: '2' },
    kill: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

await buildCompanion()
const root = mkdtempSync(join(tmpdir(), 'dcr-soak-'))
const kit = join(root, 'kit')
const workers = join(root, 'workers')
mkdirSync(workers)
const before = listTemporary()
const loads = Array.from({ length: Number(values.load) }, () =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
)
const idp = spawn(
  process.execPath,
  [join(ROOT, 'scripts', 'dcr-lab.mjs'), 'idp', '--port', '0', '--json'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
let report
try {
  const [line] = await once(createInterface(idp.stdout), 'line')
  const { host, api_token } = JSON.parse(line)
  report = await soak(host, api_token)
} finally {
  for (const child of [idp, ...loads]) child.kill()
  rmSync(root, { recursive: true, force: true, maxRetries: 3 })
}
if (values.json) console.log(JSON.stringify(report))
else console.log(describe(report))
const { failed, flaky, clients, processes, directories } = report
const isClean = failed + clients + processes + directories === 0
process.exit(isClean && (values.kill || flaky === 0) ? 0 : 1)

async function soak(host, token) {
  const start = performance.now()
  const run = runPlaywright(host, token)
  const killer = values.kill ? killWorkers(run.ended) : Promise.resolve(0)
  const { stats } = JSON.parse(await run.report)
  const seconds = (performance.now() - start) / 1000
  const killed = await killer
  await waitForCalm()
  return {
    passed: stats.expected,
    flaky: stats.flaky,
    failed: stats.unexpected,
    seconds: Math.round(seconds),
    killed,
    clients: await countClients(host, token),
    processes: listCompanions().length,
    directories:
      listHomes().length + listTemporary().filter((name) => !before.includes(name)).length,
  }
}

function runPlaywright(host, token) {
  const retries = values.kill ? ['--retries', '50'] : []
  const child = spawn(
    process.execPath,
    [PLAYWRIGHT, 'test', '-c', CONFIG, '--workers', values.workers, ...retries],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        DCR_LAB_IDP_HOST: host,
        DCR_LAB_API_TOKEN: token,
        DCR_LAB_KIT_DIR: kit,
        DCR_SOAK_JOURNEYS: values.journeys,
        DCR_SOAK_WORKERS: workers,
        PLAYWRIGHT_JSON_OUTPUT_NAME: '',
      },
    },
  )
  const ended = { is: false }
  const report = (async () => {
    let text = ''
    for await (const chunk of child.stdout) text += chunk
    ended.is = true
    return text
  })()
  return { report, ended }
}

/** Kills one worker after another. @returns How many. */
async function killWorkers(ended) {
  let killed = 0
  while (!ended.is) {
    await sleep(KILL_EVERY_MS)
    const pid = readdirSync(workers).map(Number).find(isAlive)
    if (ended.is || pid === undefined) continue
    process.kill(pid, 'SIGKILL')
    killed += 1
  }
  return killed
}

async function waitForCalm() {
  const end = Date.now() + CALM_LIMIT_MS
  while (Date.now() < end && listCompanions().length + listHomes().length > 0) await sleep(100)
}

function sleep(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** A killed process may wait for a parent that never asks for it; it does nothing any more. */
function isAlive(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z'
  } catch {
    return false
  }
}

/** Companions of this soak, found by their directory in the environment. */
function listCompanions() {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || !isAlive(Number(pid))) return false
    try {
      return (
        readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`DCR_LAB_KIT_DIR=${kit}`) &&
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('kit-companion.mjs')
      )
    } catch {
      return false
    }
  })
}

function listHomes() {
  try {
    return readdirSync(kit).filter((name) => name !== 'compiled')
  } catch {
    return []
  }
}

function listTemporary() {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('dcr-lab'))
}

async function countClients(host, token) {
  const answer = await fetch(`${host}/oauth2/v1/clients?limit=200`, {
    headers: { authorization: `SSWS ${token}` },
  })
  return (await answer.json()).length
}

function describe({ passed, flaky, failed, seconds, killed, ...left }) {
  const kills = values.kill ? `, ${killed} workers killed` : ''
  return `${values.journeys} journeys on ${values.workers} workers, ${values.load} busy loops beside them${kills}: ${passed} passed, ${flaky} flaky, ${failed} failed in ${seconds} s.
Left: ${left.clients} clients, ${left.processes} processes, ${left.directories} directories.`
}
