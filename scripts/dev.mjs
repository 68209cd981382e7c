// npm run dev: the extension with hot reload, and a companion that is rebuilt and restarted on change.
// Options go to `dcr-lab start`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { hasDisplay } from '../bin/has-display.mjs'
import { buildCompanion } from './build.mjs'

const ROOT = join(import.meta.dirname, '..')
const FOLDERS = ['companion', 'shared', 'scenarios']
/** An editor writes a file in several steps. */
const SETTLE_MS = 150

let companion
let timer
let queue = Promise.resolve()

/** One rebuild after the other. */
async function restart() {
  const before = queue
  let done
  queue = new Promise((resolve) => (done = resolve))
  await before
  await rebuild().finally(done)
}

async function rebuild() {
  try {
    await buildCompanion()
  } catch (error) {
    // The old one goes on until the next change can be built.
    console.error(error.message)
    return
  }
  await stop(companion)
  const program = join(ROOT, 'bin', 'dcr-lab.mjs')
  const args = ['start', '--no-open', ...process.argv.slice(2)]
  companion = spawn(process.execPath, [program, ...args], { stdio: 'inherit' })
}

async function stop(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  await closed
}

for (const folder of FOLDERS)
  watch(join(ROOT, folder), { recursive: true }, (_event, name) => {
    if (/\.test\.tsx?$/.test(name ?? '')) return
    clearTimeout(timer)
    timer = setTimeout(() => void restart(), SETTLE_MS)
  })

await restart()
const wxt = join(ROOT, 'node_modules', '.bin', 'wxt')
const env = { ...process.env, DCR_LAB_OPEN: hasDisplay() ? '1' : '' }
const panel = spawn(wxt, { cwd: ROOT, env, stdio: 'inherit' })

async function end() {
  await Promise.all([stop(companion), stop(panel)])
  process.exit(0)
}

process.once('SIGINT', () => void end())
process.once('SIGTERM', () => void end())
