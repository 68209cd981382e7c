// npm run kill-writes: kills a writing store again and again, and counts what was acknowledged and is lost.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundle, countLost, readAcknowledged } from './crash/writer.mjs'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, json: { type: 'boolean' } },
})
const kills = Number(values.kills)
const root = mkdtempSync(join(tmpdir(), 'dcr-kills-'))
const data = join(root, 'data')
const acknowledged = new Map()
const report = { kills: 0, acknowledgements: 0, lost: 0, unreadable: 0 }
try {
  await bundle('companion/store/crash-writer.ts', join(root, 'writer.mjs'))
  await bundle('companion/store/crash-reader.ts', join(root, 'reader.mjs'))
  for (let kill = 0; kill < kills; kill += 1) {
    const { text, wasKilled } = await writeUntilKilled(kill * 1_000_000)
    if (wasKilled) report.kills += 1
    report.acknowledgements += readAcknowledged(text, acknowledged)
    // The next writer opens the directory, too; what it finds is read now and then, and at the end.
    if (kill % 10 === 9 || kill === kills - 1)
      countLost({ reader: join(root, 'reader.mjs'), data, acknowledged, report })
  }
} finally {
  rmSync(root, { recursive: true, force: true })
}
if (values.json) console.log(JSON.stringify(report))
else
  console.log(
    `${report.kills} kills, ${report.acknowledgements} acknowledged changes: lost ${report.lost}, unreadable ${report.unreadable}`,
  )
process.exit(report.lost + report.unreadable === 0 && report.kills === kills ? 0 : 1)

async function writeUntilKilled(first) {
  const child = spawn(process.execPath, [join(root, 'writer.mjs'), data, String(first)])
  let text = ''
  child.stderr.pipe(process.stderr)
  child.stdout.on('data', (chunk) => {
    if (text === '') setTimeout(() => child.kill('SIGKILL'), 20 + Math.random() * 180)
    text += chunk
  })
  const [, signal] = await once(child, 'close')
  return { text, wasKilled: signal === 'SIGKILL' }
}
