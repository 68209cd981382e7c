import type { TestContext } from 'vitest'
import type { Lab } from '../lab/lab.ts'
import { recordWalk } from '../lab/record-walk.ts'
import { toReportFiles } from '../lab/report-files.ts'

/** As for Playwright; the report of a failed test is in its annotations. @throws Error naming clients. */
export async function endTest(
  lab: Lab,
  { task, annotate }: Pick<TestContext, 'task' | 'annotate'>,
): Promise<void> {
  const problems: string[] = []
  try {
    problems.push(...(await lab.checkBudget()))
    if (problems.length > 0 || task.result?.state === 'fail') {
      const record = await recordWalk(lab, task.name)
      for (const { name, contentType, body } of toReportFiles(record))
        await annotate(name, { contentType, body })
    }
  } finally {
    problems.push(...(await lab.end()))
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
}
