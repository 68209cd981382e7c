import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..', '..')

interface Report {
  testResults: {
    assertionResults: { title: string; status: string; failureMessages: string[] }[]
  }[]
}

test('in Vitest a failed test leaves its journey as files, and nothing for the next', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dcr-vitest-'))
  try {
    const env = { DCR_LAB_REPORTS: join(folder, 'reports'), DCR_LAB_KIT_DIR: join(folder, 'kit') }
    const tests = await runVitest(env)
    expect(tests.map(({ title, status }) => `${title}: ${status}`)).toEqual([
      'fails: failed',
      'is over its budget: failed',
      'finds nothing of the ones before: passed',
    ])
    expect(tests[1]?.failureMessages.join()).toMatch(
      /left 1 client undeleted, its budget is 0: Forgotten/,
    )
    const [first = ''] = (await readdir(env.DCR_LAB_REPORTS)).sort()
    expect(first).toMatch(/^fails-/)
    expect((await readdir(join(env.DCR_LAB_REPORTS, first))).sort()).toEqual([
      'journey.har',
      'journey.json',
      'journey.md',
    ])
    const homes = async () =>
      (await readdir(env.DCR_LAB_KIT_DIR)).filter((name) => name !== 'compiled')
    await expect.poll(homes, { timeout: 20_000 }).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}, 120_000)

function runVitest(env: NodeJS.ProcessEnv): Promise<Report['testResults'][0]['assertionResults']> {
  const cwd = join(import.meta.dirname, 'vitest-suite')
  const program = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program, 'run'],
      { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 2 ** 20 },
      (_error, stdout, stderr) => {
        const start = stdout.indexOf('{"numTotalTestSuites"')
        if (start === -1) reject(new Error(stdout + stderr))
        else {
          const report = JSON.parse(stdout.slice(start)) as Report
          resolve(report.testResults.flatMap(({ assertionResults }) => assertionResults))
        }
      },
    )
  })
}
