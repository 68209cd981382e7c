// npm run scorecard -- --quick | --full [--check]: measures the promises of SECURITY.md and writes
// docs/SCORECARD.md and scorecard.json. --check ends with 1 when a row that ran is missed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { ROWS } from './scorecard/rows.mjs'

const ROOT = join(import.meta.dirname, '..')
const VITEST = join(ROOT, 'node_modules', '.bin', 'vitest')
const REPORT = join(ROOT, 'test-results', 'scorecard.json')

const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, full: { type: 'boolean' }, check: { type: 'boolean' } },
})
if (values.quick === values.full) {
  console.error('Say --quick (about 15 minutes) or --full (about an hour).')
  process.exit(2)
}
const depth = values.full ? 'full' : 'quick'
const seed = Number(process.env.DCR_SEED ?? Date.now() % 2 ** 31)
const began = Date.now()

const tests = runTests()
const results = ROWS.map((row) => {
  const start = Date.now()
  const result = measure(row)
  const seconds = row.tests ? result.seconds : (Date.now() - start) / 1000
  console.log(
    `${String(row.row).padStart(4)}  ${result.verdict.padEnd(8)} ${row.figure}: ${result.seen}`,
  )
  return { ...row, ...result, seconds: Math.round(seconds), load: loadavg()[0] }
})
const card = {
  depth,
  seed,
  node: process.version,
  commit: git('rev-parse', '--short', 'HEAD'),
  date: new Date(began).toISOString(),
  minutes: Math.round((Date.now() - began) / 60_000),
  rows: results.map(({ row, figure, threshold, seen, verdict, by, seconds, load, note }) => ({
    row,
    figure,
    threshold,
    seen,
    verdict,
    by,
    seconds,
    load,
    note,
  })),
}
writeFileSync(join(ROOT, 'scorecard.json'), `${JSON.stringify(card, null, 2)}\n`)
writeFileSync(join(ROOT, 'docs', 'SCORECARD.md'), writePage(card))
const missed = results.filter(({ verdict }) => verdict === 'missed')
console.log(
  `\n${results.filter(({ verdict }) => verdict === 'met').length} met, ${missed.length} missed, ${results.filter(({ verdict }) => verdict === 'not run').length} not run; docs/SCORECARD.md`,
)
process.exit(values.check && missed.length > 0 ? 1 : 0)

/** All test files of all rows in one run. @returns {Map<string, any>} by path */
function runTests() {
  rmSync(REPORT, { force: true })
  const files = [...new Set(ROWS.flatMap((row) => row.tests ?? []))]
  spawnSync(
    VITEST,
    ['run', '--project', 'node', '--reporter=json', `--outputFile.json=${REPORT}`, ...files],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        DCR_SEED: String(seed),
        ...(depth === 'full' && { DCR_CASES: '100000' }),
      },
    },
  )
  if (!existsSync(REPORT)) throw new Error('Vitest wrote no report')
  const { testResults } = JSON.parse(readFileSync(REPORT, 'utf8'))
  return new Map(testResults.map((file) => [relative(ROOT, file.name), file]))
}

function measure(row) {
  if (row.tests) return judgeTests(row.tests)
  if (row.row === 28) return runOnOtherNodes(row)
  if (row.notRun) return { verdict: 'not run', seen: row.notRun, by: '' }
  const { script } = row
  const command = script[depth]
  const by = command?.join(' ') ?? ''
  if (!command) return { verdict: 'not run', seen: 'with --full only', by }
  if (script.needsRoot && process.getuid?.() !== 0)
    return { verdict: 'not run', seen: 'needs root and a loop device', by }
  const { status, stdout } = spawnSync(command[0], command.slice(1), {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  })
  const report = readReport(stdout)
  if (!report)
    return { verdict: 'not run', seen: `the script told nothing (exit code ${status})`, by }
  try {
    const whole = { ...report, exitCode: status }
    return { verdict: script.isMet(whole) ? 'met' : 'missed', seen: script.tell(whole), by }
  } catch {
    return { verdict: 'not run', seen: 'the script could not measure here', by }
  }
}

/** The last line that is JSON, or all of it. */
function readReport(stdout) {
  for (const text of [stdout, ...stdout.trim().split('\n').reverse()]) {
    try {
      return JSON.parse(text)
    } catch {
      // Another line may be the report.
    }
  }
  return undefined
}

function judgeTests(places) {
  const files = [...tests].filter(([path]) =>
    places.some((place) => path === place || path.startsWith(`${place}/`)),
  )
  const all = files.flatMap(([, { assertionResults }]) => assertionResults)
  const passed = all.filter(({ status }) => status === 'passed').length
  const broken = files.filter(([, file]) => file.status === 'failed').length
  const isMet = all.length > 0 && passed === all.length && broken === 0
  const seconds = files.reduce((sum, [, file]) => sum + (file.endTime - file.startTime) / 1000, 0)
  return {
    verdict: isMet ? 'met' : 'missed',
    seen: `${passed} of ${all.length} tests passed`,
    by: places.join(' '),
    seconds,
  }
}

function runOnOtherNodes({ notRun }) {
  const nodes = (process.env.DCR_NODES ?? '').split(',').filter(Boolean)
  if (nodes.length === 0) return { verdict: 'not run', seen: notRun, by: '' }
  const outcomes = nodes.map((node) => {
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
    const { status } = spawnSync(
      node,
      [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run'],
      {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, PATH: `${join(node, '..')}:${process.env.PATH}` },
      },
    )
    return { version, status }
  })
  return {
    verdict: outcomes.every(({ status }) => status === 0) ? 'met' : 'missed',
    seen: outcomes
      .map(({ version, status }) => `${version} ${status === 0 ? 'passed' : 'failed'}`)
      .join(', '),
    by: 'vitest run',
  }
}

function writePage({ depth, seed, node, commit, date, minutes, rows }) {
  const lines = rows.map(
    ({ row, figure, threshold, seen, verdict, by, seconds, load, note }) =>
      `| ${row} | ${figure} | ${threshold} | ${seen}${note ? ` (${note})` : ''} | ${verdict} | ${by && `\`${by}\``} | ${seconds} | ${load.toFixed(1)} |`,
  )
  return `# Scorecard

Written by \`npm run scorecard -- --${depth}\` at commit ${commit}, ${date.slice(0, 10)}, on Node ${node}, seed ${seed}, in ${minutes} minutes. A row that did not run says so, and is no pass. What is promised, and what is not: [SECURITY.md](../SECURITY.md).

| # | figure | threshold | seen | verdict | by | s | load |
| --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`
}

function git(...args) {
  return spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout.trim()
}
