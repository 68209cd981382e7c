import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Row } from '../row.ts'

/** Of a busy machine; the suite's own limit is 30 s. */
const LIMIT_MS = 120_000

interface Check {
  id: string
  status: string
  errorMessage?: string
}

/**
 * One scenario of the conformance suite, with the lab's journey as the client. The suite counts a warning as a
 * failure, and so does the row.
 *
 * @param suite - The folder of the suite in `node_modules`.
 * @param scenario - Without `auth/`.
 */
export function conformanceRow(suite: string, scenario: string): Row {
  return {
    name: `auth/${scenario}${suite === 'conformance' ? '' : ' (next)'}`,
    expected: {
      ends: 'passed',
      because: 'the suite says what a client of the specification does',
    },
    async run({ lab, server }) {
      const out = mkdtempSync(join(tmpdir(), 'dcr-conformance-'))
      try {
        const child = spawn(
          server.program ?? process.execPath,
          [
            join(server.host, 'node_modules', suite, 'dist', 'index.js'),
            'client',
            '--scenario',
            `auth/${scenario}`,
            '--timeout',
            String(LIMIT_MS),
            '--command',
            `${process.execPath} e2e/interop/conformance-client.mjs`,
            '-o',
            out,
          ],
          { env: { ...process.env, ...lab.env }, stdio: 'ignore', timeout: LIMIT_MS * 1.5 },
        )
        const [code] = (await once(child, 'exit')) as [number | null]
        const checks = readChecks(out)
        const faults = checks.filter(({ status }) => ['FAILURE', 'WARNING'].includes(status))
        const says = faults.map(({ id, errorMessage = '' }) => `${id} ${errorMessage}`).join('; ')
        const isPassed = code === 0 && faults.length === 0 && checks.length > 0
        return { ends: isPassed ? 'passed' : `exit ${code}, ${faults.length} failed`, says }
      } finally {
        rmSync(out, { recursive: true, force: true })
      }
    },
  }
}

function readChecks(folder: string): Check[] {
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('checks.json'),
  )
  return file === undefined ? [] : (JSON.parse(readFileSync(join(folder, file), 'utf8')) as Check[])
}
