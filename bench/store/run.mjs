// npm run bench:store: a ledger of 100 000 registrations. How soon is the companion ready, how much memory
// does it take, and how long is its event loop held by pages, changes and snapshots?
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildCompanion } from '../../scripts/build.mjs'
import { bundle } from '../../scripts/crash/writer.mjs'
import { startCompanion } from '../start-companion.mjs'

const MIB = 1024 * 1024
const GOALS = { ready_ms: 1500, rss_mib: 400, held_ms: 20 }
/** More than an eighth of the snapshot, so that one is written. */
const CHANGED_BYTES = 24 * MIB
const PAGES = [
  '?limit=500',
  '?sort=client_name',
  '?sort=-state&limit=500',
  '?q=client%2099',
  '?state=active&origin=test',
]

const { values } = parseArgs({
  options: {
    amount: { type: 'string', default: '100000' },
    json: { type: 'boolean' },
    check: { type: 'boolean' },
  },
})

await buildCompanion()
const root = mkdtempSync(join(tmpdir(), 'dcr-bench-store-'))
let companion
try {
  const report = await measure()
  if (values.json) console.log(JSON.stringify(report))
  else print(report)
  const isMet =
    report.ready_ms <= GOALS.ready_ms &&
    report.rss_mib <= GOALS.rss_mib &&
    report.held_ms <= GOALS.held_ms
  process.exitCode = values.check && !isMet ? 1 : 0
} finally {
  companion?.stop()
  rmSync(root, { recursive: true, force: true })
}

async function measure() {
  await fill()
  const snapshot_mib = statSync(join(root, 'data', 'db.json')).size / MIB
  const load = loadavg()[0]
  companion = await startCompanion('--data', join(root, 'data'), '--config', join(root, 'config'))
  const { ready_ms, call, lag, memory } = companion
  const held = {}
  await lag()
  held.first_page = await timed(lag, () => call('/api/registrations'))
  for (const page of PAGES) held[page] = await timed(lag, () => call(`/api/registrations${page}`))
  held.changes_and_snapshot = await timed(lag, () => change(call))
  held.after = await timed(lag, () => new Promise((resolve) => setTimeout(resolve, 3000)))
  return {
    amount: Number(values.amount),
    snapshot_mib,
    ready_ms,
    rss_mib: memory('VmHWM'),
    held_ms: Math.max(...Object.values(held)),
    held,
    load,
  }
}

async function fill() {
  const outfile = join(root, 'fill.mjs')
  await bundle('bench/store/fill.ts', outfile)
  mkdirSync(join(root, 'config'), { mode: 0o700 })
  const args = [outfile, join(root, 'data'), join(root, 'config', 'key'), values.amount]
  const [code] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')
  if (code !== 0) throw new Error('The data directory could not be filled')
}

/** @returns Milliseconds for which the event loop was held at most. */
async function timed(lag, act) {
  await lag()
  await act()
  return lag()
}

async function change(call) {
  const rights = Object.fromEntries(
    Array.from({ length: 100 }, (_none, at) => [
      `api${at}`,
      { api_id: `api${at}`, api_name: `api${at}`, versions: ['Default'] },
    ]),
  )
  let bytes = 0
  for (let round = 0; bytes < CHANGED_BYTES; round += 1) {
    const bodies = Array.from({ length: 20 }, (_none, at) =>
      JSON.stringify({ id: `p${at}`, name: `p${at} ${round}`, access_rights: rights }),
    )
    bytes += bodies.join('').length
    await Promise.all(
      bodies.map((body, at) => call(`/api/policies/p${at}`, { method: 'PUT', body })),
    )
  }
}

function print({ amount, snapshot_mib, ready_ms, rss_mib, held, held_ms, load }) {
  const tell = (name, figure, goal) =>
    console.log(`  ${name.padEnd(44)}${figure.toFixed(0).padStart(8)}   goal ${goal}`)
  console.log(
    `${amount} registrations, a snapshot of ${snapshot_mib.toFixed(0)} MiB; load ${load.toFixed(1)}`,
  )
  tell('ready after ms', ready_ms, GOALS.ready_ms)
  tell('most memory, MiB', rss_mib, GOALS.rss_mib)
  tell('event loop held at most, ms', held_ms, GOALS.held_ms)
  for (const [name, ms] of Object.entries(held))
    console.log(`    ${name.padEnd(42)}${ms.toFixed(0).padStart(8)}`)
}
