import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { Scenario } from '#shared/contract/doctor.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'
import { findPackedFolder } from './find-packed-folder.ts'

/**
 * Reads every scenario of a folder; the file name is the scenario's name.
 *
 * @throws AppError `SCENARIO_UNREADABLE` naming the file and the member.
 */
export function loadScenarios(folder = findFolder()): Scenario[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readScenario(join(folder, file)))
}

/** Scenarios with the embedded identity provider's address filled in. */
export function locateScenarios(scenarios: readonly Scenario[], idp: string): Scenario[] {
  const { host } = new URL(idp)
  return scenarios.map((scenario) =>
    scenario.host === undefined
      ? scenario
      : { ...scenario, host: scenario.host.replace('{idp}', host) },
  )
}

function readScenario(path: string): Scenario {
  const name = basename(path, '.yaml')
  let value: unknown
  try {
    value = parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new AppError('SCENARIO_UNREADABLE', {
      detail: `${name}.yaml: ${(cause as Error).message}`,
      cause,
    })
  }
  const result = Scenario.safeParse({ ...(value as object), name })
  if (result.success) return result.data
  const issues = readFieldIssues(result.error)
  throw new AppError('SCENARIO_UNREADABLE', {
    detail: `${name}.yaml: ${issues.map(({ field, message }) => `${field}: ${message}`).join(' ')}`,
    issues,
  })
}

function findFolder(): string {
  return findPackedFolder({
    name: 'scenarios',
    sample: 'okta-coupling.yaml',
    errorCode: 'SCENARIO_UNREADABLE',
  })
}
