import type { TestInfo } from '@playwright/test'
import type { Lab } from '../lab/lab.ts'
import { recordWalk } from '../lab/record-walk.ts'
import { toReportFiles } from '../lab/report-files.ts'

/**
 * Ends a test, whatever became of it: holds its clients against the budget, attaches a report to a failed
 * one, deletes what it registered.
 *
 * @throws Error which names the clients that are too many, or that could not be deleted.
 */
export async function endTest(lab: Lab, testInfo: TestInfo): Promise<void> {
  const problems: string[] = []
  try {
    problems.push(...(await lab.checkBudget()))
    if (problems.length > 0 || testInfo.status !== testInfo.expectedStatus)
      await attachReport(lab, testInfo)
  } finally {
    problems.push(...(await lab.end()))
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

async function attachReport(lab: Lab, testInfo: TestInfo): Promise<void> {
  const record = await recordWalk(lab, testInfo.titlePath.slice(1).join(' › '))
  for (const { name, contentType, body } of toReportFiles(record))
    await testInfo.attach(name, { body, contentType })
}
