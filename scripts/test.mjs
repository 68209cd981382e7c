// npm test: a browser, the builds, every suite; the last line says how many passed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildCompanion, buildExtension } from './build.mjs'
import { ensureBrowser } from '../bin/find-browser.mjs'

const ROOT = join(import.meta.dirname, '..')
const REPORTS = join(ROOT, 'test-results', 'reports')

const totals = { passed: 0, failed: 0 }

/**
 * Runs one suite. A suite that dies without a report counts as one failure.
 *
 * @param {string} title
 * @param {{ command: string[], env?: Record<string, string>, read?: () => { passed: number, failed: number } }} suite
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
  const isUncounted = status !== 0 && counted.failed === 0
  totals.passed += counted.passed
  totals.failed += counted.failed + (isUncounted ? 1 : 0)
}

/** @param {string} path @param {(report: any) => { passed: number, failed: number }} count */
function readReport(path, count) {
  return existsSync(path) ? count(JSON.parse(readFileSync(path, 'utf8'))) : { passed: 0, failed: 0 }
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

console.log(`\n${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed === 0 ? 0 : 1)
