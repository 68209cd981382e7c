import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import type { Lab } from '../lab/lab.ts'
import { recordWalk } from '../lab/record-walk.ts'
import { toReportFiles } from '../lab/report-files.ts'

type Task = TestContext['task']

/**
 * As for Playwright. Vitest takes no attachment once a test has failed, so its report is written to files
 * below `test-results/dcr-lab`, or `DCR_LAB_REPORTS`.
 *
 * @throws Error which names the clients that are too many, or that could not be deleted.
 */
export async function endTest(lab: Lab, task: Task): Promise<void> {
  const problems: string[] = []
  try {
    problems.push(...(await lab.checkBudget()))
    if (problems.length > 0 || task.result?.state === 'fail') await writeReport(lab, task)
  } finally {
    problems.push(...(await lab.end()))
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

async function writeReport(lab: Lab, { name, id }: Task): Promise<void> {
  const parent = process.env['DCR_LAB_REPORTS'] || join('test-results', 'dcr-lab')
  const folder = join(parent, `${name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60)}-${id}`)
  await mkdir(folder, { recursive: true })
  for (const file of toReportFiles(await recordWalk(lab, name)))
    await writeFile(join(folder, file.name), file.body)
  process.stderr.write(`The journey of "${name}" is in ${folder}\n`)
}
