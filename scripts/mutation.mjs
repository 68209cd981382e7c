// npm run mutation: what share of the gateway's decisions is held by a test, group by group.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { GROUPS, MINIMUM_SCORE, REPORT, listFiles } from '../stryker.config.mjs'

const ROOT = join(import.meta.dirname, '..')
const NOTICED = new Set(['Killed', 'Timeout'])
const UNNOTICED = new Set(['Survived', 'NoCoverage'])

const { positionals } = parseArgs({ allowPositionals: true })
const names = positionals.length > 0 ? positionals : Object.keys(GROUPS)
let isGood = true
for (const name of names) {
  const files = GROUPS[name]
  if (!files) throw new RangeError(`Groups: ${Object.keys(GROUPS).join(', ')}`)
  const score = measure(files)
  isGood &&= score >= MINIMUM_SCORE
  console.log(`${name.padEnd(8)} ${score.toFixed(1)} %`)
}
process.exit(isGood ? 0 : 1)

function measure(files) {
  rmSync(join(ROOT, REPORT), { force: true })
  const mutate = listFiles(files).join(',')
  spawnSync(join(ROOT, 'node_modules', '.bin', 'stryker'), ['run', '--mutate', mutate], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (!existsSync(join(ROOT, REPORT))) throw new Error('Stryker wrote no report')
  const report = JSON.parse(readFileSync(join(ROOT, REPORT), 'utf8'))
  const states = Object.values(report.files).flatMap(({ mutants }) => mutants.map((m) => m.status))
  const noticed = states.filter((state) => NOTICED.has(state)).length
  const unnoticed = states.filter((state) => UNNOTICED.has(state)).length
  return (100 * noticed) / Math.max(1, noticed + unnoticed)
}
