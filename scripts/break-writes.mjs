// npm run break-writes: lets system calls of a writing store fail (strace), kills it, and counts what was
// acknowledged and is lost.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundle, countLost, readAcknowledged } from './crash/writer.mjs'

const { values } = parseArgs({
  options: {
    errors: { type: 'string', default: '200' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },
})
/** System calls of the store, and how often each is made in the time that a writer has. */
const CALLS = [
  { name: 'fdatasync', most: 300 },
  { name: 'write', most: 4000 },
  { name: 'fsync', most: 5 },
  { name: 'rename', most: 2 },
  { name: 'openat', most: 30 },
]
const CODES = ['EIO', 'ENOSPC']
const WRITES_MS = 1500
const errors = Number(values.errors)
let state = Number(values.seed ?? Date.now() % 2 ** 31)

if (spawnSync('strace', ['-V']).status !== 0) {
  console.error('strace is not here: it makes the system calls fail.')
  process.exit(2)
}
const root = mkdtempSync(join(tmpdir(), 'dcr-broken-writes-'))
const report = { seed: state, errors: 0, acknowledgements: 0, lost: 0, unreadable: 0 }
try {
  await bundle('companion/store/crash-writer.ts', join(root, 'writer.mjs'))
  await bundle('companion/store/crash-reader.ts', join(root, 'reader.mjs'))
  // A call that a writer never makes does not fail.
  for (let trial = 0; report.errors < errors && trial < 4 * errors; trial += 1)
    await breakOnce(trial)
} finally {
  rmSync(root, { recursive: true, force: true })
}
if (values.json) console.log(JSON.stringify(report))
else
  console.log(
    `${report.errors} failed calls (seed ${report.seed}), ${report.acknowledgements} acknowledged changes: lost ${report.lost}, unreadable ${report.unreadable}`,
  )
process.exit(report.lost + report.unreadable === 0 && report.errors === errors ? 0 : 1)

async function breakOnce(trial) {
  const data = join(root, `data-${trial}`)
  const { name, most } = pick(CALLS)
  const fault = `${name}:error=${pick(CODES)}:when=${1 + random(most)}`
  const acknowledged = new Map()
  const { text, hasFailed } = await write(data, fault)
  if (hasFailed) report.errors += 1
  report.acknowledgements += readAcknowledged(text, acknowledged)
  if (acknowledged.size > 0)
    countLost({ reader: join(root, 'reader.mjs'), data, acknowledged, report })
  rmSync(data, { recursive: true, force: true })
}

async function write(data, fault) {
  const log = join(root, 'strace.log')
  const args = ['-f', '-o', log, '-e', `trace=${fault.split(':')[0]}`, '-e', `inject=${fault}`]
  // A group of its own: strace, killed alone, would let its program go on.
  const writer = [process.execPath, join(root, 'writer.mjs'), data, '0']
  const child = spawn('strace', [...args, ...writer], { detached: true })
  let text = ''
  const timer = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), WRITES_MS)
  child.stdout.on('data', (chunk) => (text += chunk))
  await once(child, 'close')
  clearTimeout(timer)
  return { text, hasFailed: spawnSync('grep', ['-q', 'INJECTED', log]).status === 0 }
}

function pick(list) {
  return list[random(list.length)]
}

/** A linear congruential generator: a trial can be made again from its seed. @returns Below `limit`. */
function random(limit) {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
  return Math.floor((state / 0x80000000) * limit)
}
