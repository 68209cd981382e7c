// npm test: a browser, the builds, every suite; the last line says how many passed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildCompanion, buildExtension } from './build.mjs'
import { ensureBrowser } from '../bin/find-browser.mjs'

const ROOT = join(import.meta.dirname, '..')
const REPORTS = join(ROOT, 'test-results', 'reports')

const totals = { passed: 0, failed: 0 }
/** What could not be tried here, by name: neither passed nor failed. */
const skipped = []

/** The exit code of `npm run interop` when nothing was wrong and a server could not be had. */
const NOT_OBTAINED = 3

/**
 * Runs one suite. A suite that dies without a report counts as one failure.
 *
 * @param {string} title
 * @param {{ command: string[], env?: Record<string, string>, read?: () => { passed: number, failed: number, skipped?: string[] } }} suite
 */
function runSuite(title, { command, env = {}, read }) {
  console.log(`\n${title}`)
  const [program, ...args] = command
  const { status } = spawnSync(program, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  const counted = read?.() ?? { passed: status === 0 ? 1 : 0, failed: 0 }
  const isSkip = status === NOT_OBTAINED && (counted.skipped ?? []).length > 0
  if (isSkip) skipped.push(...counted.skipped)
  const isUncounted = status !== 0 && !isSkip && counted.failed === 0
  totals.passed += counted.passed
  totals.failed += counted.failed + (isUncounted ? 1 : 0)
}

/** @param {string} path @param {(report: any) => { passed: number, failed: number }} count */
function readReport(path, count) {
  return existsSync(path) ? count(JSON.parse(readFileSync(path, 'utf8'))) : { passed: 0, failed: 0 }
}

/** A server that did not start, or whose packages are not those of the lockfile, is a failure. */
function readInterop({ right, wrong, broken, not_obtained: missing }) {
  return {
    passed: right,
    failed: wrong + broken,
    skipped: missing.map(({ name, why }) => `${name} (${why})`),
  }
}

const bin = (name) => join(ROOT, 'node_modules', '.bin', name)

rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })
const browser = await ensureBrowser()
console.log(`Browser: ${browser}`)
await buildCompanion()
await buildExtension('chrome')
await buildExtension('firefox')

runSuite('Types', { command: [bin('tsc'), '--noEmit'] })
runSuite('Lint', { command: [bin('oxlint'), '--type-aware'] })
runSuite('Format', { command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] })
runSuite('Unused code', { command: [bin('knip')] })
runSuite('Rooms and arrows', { command: ['node', join(ROOT, 'scripts', 'rooms.mjs')] })
runSuite('Words', { command: ['node', join(ROOT, 'scripts', 'words.mjs')] })
runSuite('Firefox add-on lint', {
  command: [bin('web-ext'), 'lint', '--source-dir', 'dist/extension/firefox-mv3'],
})
const units = join(REPORTS, 'units.json')
runSuite('Units and contracts', {
  command: [
    bin('vitest'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${units}`,
  ],
  read: () =>
    readReport(units, ({ numPassedTests, numFailedTests, testResults }) => ({
      passed: numPassedTests,
      // A file that cannot even be loaded has no tests to fail.
      failed:
        numFailedTests +
        testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
          .length,
    })),
})
runSuite('Crash matrix', {
  command: ['node', join(ROOT, 'scripts', 'crash-matrix.mjs'), '--kills', '2'],
})
const interop = join(ROOT, 'test-results', 'interop', 'report.json')
rmSync(interop, { force: true })
runSuite('Real servers from npm', {
  command: ['node', join(ROOT, 'scripts', 'interop.mjs'), '--from', 'npm'],
  read: () =>
    existsSync(interop)
      ? readInterop(JSON.parse(readFileSync(interop, 'utf8')))
      : { passed: 0, failed: 0 },
})
const journeys = join(REPORTS, 'browser.json')
const rest = join(ROOT, 'test-results', 'browser')
runSuite('Browser', {
  command: [bin('playwright'), 'test', `--output=${rest}`],
  env: { PLAYWRIGHT_CHROMIUM_PATH: browser, DCR_REPORT: journeys },
  read: () =>
    readReport(journeys, ({ stats, errors }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length,
    })),
})

const unseen = skipped.length > 0 ? `, not tried: ${skipped.join(', ')}` : ''
console.log(`\n${totals.passed} passed, ${totals.failed} failed${unseen}`)
process.exit(totals.failed === 0 ? 0 : 1)
