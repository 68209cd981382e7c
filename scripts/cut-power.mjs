// npm run cut-power: takes the disk of a writing store away as a power cut does, and counts what was
// acknowledged and is lost. Needs Linux, root and a loop device.
//
// The data lies on an ext4 image. The writer is stopped, the image file as it is at that moment is copied:
// what the file system has not sent to its disk is not in the copy. The copy is mounted, which replays the
// file system's own journal, and the store is opened on it.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { bundle, countLost, readAcknowledged } from './crash/writer.mjs'

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '10' },
    json: { type: 'boolean' },
    /** The control: stock lowdb, which does not fsync and must lose. */
    control: { type: 'boolean' },
  },
})
const SIZE = '192M'
const cuts = Number(values.cuts)
const root = mkdtempSync(join(tmpdir(), 'dcr-cuts-'))
const report = { cuts: 0, acknowledgements: 0, lost: 0, unreadable: 0 }
try {
  const writer = values.control
    ? 'scripts/crash/lowdb-writer.mjs'
    : 'companion/store/crash-writer.ts'
  const reader = values.control
    ? 'scripts/crash/lowdb-reader.mjs'
    : 'companion/store/crash-reader.ts'
  await bundle(writer, join(root, 'writer.mjs'))
  await bundle(reader, join(root, 'reader.mjs'))
  for (let cut = 0; cut < cuts; cut += 1) await cutOnce(cut)
} finally {
  rmSync(root, { recursive: true, force: true })
}
if (values.json) console.log(JSON.stringify(report))
else
  console.log(
    `${report.cuts} power cuts, ${report.acknowledgements} acknowledged changes: lost ${report.lost}, unreadable ${report.unreadable}`,
  )
process.exit(report.lost + report.unreadable === 0 && report.cuts === cuts ? 0 : 1)

async function cutOnce(cut) {
  const image = join(root, `disk-${cut}.img`)
  const copy = join(root, `copy-${cut}.img`)
  const live = join(root, 'live')
  const after = join(root, 'after')
  for (const folder of [live, after]) mkdirSync(folder, { recursive: true })
  run('truncate', ['-s', SIZE, image])
  run('mkfs.ext4', ['-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image])
  run('mount', ['-o', 'loop', image, live])
  const acknowledged = new Map()
  try {
    const child = spawn(process.execPath, [join(root, 'writer.mjs'), join(live, 'data'), '0'])
    let text = ''
    const wrote = once(child.stdout, 'data')
    child.stdout.on('data', (chunk) => (text += chunk))
    child.stderr.pipe(process.stderr)
    await wrote
    await wait(50 + Math.random() * 1500)
    const known = text
    // What was acknowledged up to now must be in the copy; what comes later may be.
    child.kill('SIGSTOP')
    copyFileSync(image, copy)
    child.kill('SIGKILL')
    await once(child, 'close')
    report.acknowledgements += readAcknowledged(known, acknowledged)
  } finally {
    run('umount', [live])
    rmSync(image)
  }
  run('mount', ['-o', 'loop', copy, after])
  try {
    countLost({
      reader: join(root, 'reader.mjs'),
      data: join(after, 'data'),
      acknowledged,
      report,
    })
    report.cuts += 1
  } finally {
    run('umount', [after])
    rmSync(copy)
  }
}

function run(program, args) {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
}
