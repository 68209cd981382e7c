import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JSONReport, JSONReportTest, JSONReportTestResult } from '@playwright/test/reporter'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const CONFIG = join(import.meta.dirname, 'suites', 'playwright.config.ts')
const PLAYWRIGHT = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')

export interface SuiteRun {
  exitCode: number
  /** The last result of each test, by its title. */
  results: Record<string, JSONReportTestResult & Pick<JSONReportTest, 'status'>>
  /** Everything that the tests and the companions printed. */
  output: string
}

/** Runs a suite of `suites/` in a process of its own, as a stranger does, and reads its report. */
export async function runSuite(
  name: string,
  env: NodeJS.ProcessEnv = {},
  args: readonly string[] = [],
): Promise<SuiteRun> {
  const folder = await mkdtemp(join(tmpdir(), 'dcr-suite-'))
  const reportFile = join(folder, 'report.json')
  try {
    const { exitCode, output } = await run(
      ['test', name, '-c', CONFIG, '--output', join(folder, 'out'), ...args],
      { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile },
    )
    const text = await readFile(reportFile, 'utf8').catch(() => undefined)
    if (text === undefined) throw new Error(`The suite left no report:\n${output}`)
    const report = JSON.parse(text) as JSONReport
    return { exitCode, results: readResults(report), output: output + readOutput(report) }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** An attachment's text. @throws Error when the result has none of this name. */
export function readAttachment({ attachments }: JSONReportTestResult, name: string): string {
  const found = attachments.find((attachment) => attachment.name === name)
  if (found?.body === undefined) throw new Error(`There is no attachment ${name}`)
  return Buffer.from(found.body, 'base64').toString()
}

function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ exitCode: number; output: string }> {
  // Vitest's own variables would make Playwright's workers think that they are Vitest's.
  const { VITEST: _vitest, NODE_ENV: _mode, ...rest } = env
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [PLAYWRIGHT, ...args],
      { cwd: ROOT, env: rest, maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        const exitCode = typeof error?.code === 'number' ? error.code : error ? 1 : 0
        resolve({ exitCode, output: stdout + stderr })
      },
    )
  })
}

type Suites = JSONReport['suites']

function listTests(suites: Suites): { title: string; test: JSONReportTest }[] {
  return suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs.flatMap(({ title, tests }) => tests.map((test) => ({ title, test }))),
    ...listTests(inner),
  ])
}

function readResults({ suites }: JSONReport): SuiteRun['results'] {
  return Object.fromEntries(
    listTests(suites).flatMap(({ title, test }) => {
      const result = test.results.at(-1)
      return result ? [[title, { ...result, status: test.status }]] : []
    }),
  ) as SuiteRun['results']
}

function readOutput({ suites }: JSONReport): string {
  return listTests(suites)
    .flatMap(({ test }) => test.results)
    .flatMap(({ stdout, stderr }) => [...stdout, ...stderr])
    .map((entry) => ('text' in entry ? entry.text : Buffer.from(entry.buffer, 'base64').toString()))
    .join('')
}
