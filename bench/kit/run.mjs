// npm run bench:kit: how long from the load of a test file to its first registered client, and to a second.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { median } from '../median.mjs'

const ROOT = join(import.meta.dirname, '..', '..')
const GOAL = { first: 500, second: 20 }

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    dialect: { type: 'string', default: 'okta' },
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
})

// As a stranger has it: the packed package, since Playwright compiles what lies outside of node_modules.
const folder = mkdtempSync(join(tmpdir(), 'dcr-bench-kit-'))
const runs = []
try {
  install()
  for (let run = 0; run < Number(values.runs); run += 1) runs.push(measure())
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const report = {
  node: process.version,
  dialect: values.dialect,
  runs: runs.length,
  load: loadavg()[0],
  first_ms: median(runs.map(({ first }) => first)),
  first_best_ms: Math.min(...runs.map(({ first }) => first)),
  second_ms: median(runs.map(({ second }) => second)),
  next_test_ms: median(runs.map(({ next }) => next)),
}
if (values.json) console.log(JSON.stringify(report))
else console.log(describe(report))
const isGood = report.first_ms < GOAL.first && report.second_ms < GOAL.second
process.exit(values.check && !isGood ? 1 : 0)

function install() {
  const modules = join(folder, 'node_modules')
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: ROOT, stdio: 'ignore' })
  const filename = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  mkdirSync(join(modules, 'dcr-lab'), { recursive: true })
  mkdirSync(join(modules, '@playwright'))
  const target = ['-C', join(modules, 'dcr-lab'), '--strip-components', '1']
  execFileSync('tar', ['xzf', join(folder, filename), ...target])
  for (const name of ['@playwright/test', 'playwright', 'playwright-core'])
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  cpSync(join(import.meta.dirname, 'suite'), folder, { recursive: true })
}

function measure() {
  const output = execFileSync(
    process.execPath,
    [join('node_modules', '@playwright', 'test', 'cli.js'), 'test', '--reporter=line'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        DCR_BENCH_DIALECT: values.dialect,
        DCR_LAB_KIT_DIR: join(folder, 'kit'),
      },
    },
  )
  const times = Object.assign(
    {},
    ...[...output.matchAll(/^TIMES (.*)$/gm)].map(([, text]) => JSON.parse(text)),
  )
  return times
}

function describe({ node, dialect, runs, load, ...times }) {
  const ms = (value) => `${value.toFixed(value < 100 ? 1 : 0)} ms`
  return `${runs} runs on Node ${node}, ${dialect}, load ${load.toFixed(1)}; medians:
From the load of the test file to the first client ${ms(times.first_ms)} (best ${ms(times.first_best_ms)}), a second ${ms(times.second_ms)}; the first of the next test ${ms(times.next_test_ms)}.`
}
