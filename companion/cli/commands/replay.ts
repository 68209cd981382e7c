import { writeFile } from 'node:fs/promises'
import { Argument, Option } from 'commander'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { SetRequest, SetRun } from '#shared/contract/replay/replay-set.ts'
import { listNeeds, nameVariable } from '#shared/contract/replay/set-needs.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { CliCommand } from '../command.ts'
import { connect } from '../connect.ts'
import { companionUrl, configDir, json } from '../options.ts'
import { printError } from '../print-error.ts'
import { findSet, readSetFile } from '../replay-set/find-set.ts'
import { writeRun } from '../replay-set/write-run.ts'

interface Values {
  set: string
  json?: true
  junit?: string
  companion?: string
  config?: string
}

/** It could not be said whether the assertions hold. */
const COULD_NOT_RUN = 2
const CODES = { passed: 0, failed: 1, error: COULD_NOT_RUN } as const

/** Exits with 0 when every assertion holds, 1 when one does not, 2 when a request could not be sent. */
export const replay: CliCommand<Values> = {
  name: 'replay',
  summary: 'run a set of saved requests with its assertions',
  description:
    'Sends the requests of a set one after the other and compares the answers with what is expected. SET is a set of the companion, or a file that was exported. Secrets that the set refers to come from environment variables such as DCR_LAB_SECRET_API_KEY, or are those that the companion keeps. The exit code is 0 when all assertions hold, 1 when one does not, and 2 when a request could not be sent.',
  arguments: [new Argument('<set>', 'name or id of a set, or a file')],
  errorCode: COULD_NOT_RUN,
  options: [
    json('one JSON object instead of lines'),
    new Option('--junit <file>', 'write the results as JUnit XML, too'),
    companionUrl().conflicts('config'),
    configDir(),
  ],
  async run(values) {
    try {
      const run = await carryOut(values)
      console.log(values.json ? JSON.stringify(run, null, 2) : writeRun(run))
      if (values.junit !== undefined) await writeResults(values.junit, run)
      return CODES[run.state]
    } catch (thrown) {
      printError(thrown)
      return COULD_NOT_RUN
    }
  },
}

async function carryOut(values: Values): Promise<SetRun> {
  const connection = await connect(values)
  try {
    return await runSet(connection.client, values.set)
  } finally {
    await connection.close?.()
  }
}

async function runSet(client: ApiClient, wanted: string): Promise<SetRun> {
  const file = await readSetFile(wanted)
  if (file) return client.runSetFile({ body: { file, secrets: readSecrets(file.requests) } })
  const set = await findSet(client, wanted)
  return client.runReplaySet({
    params: { set: set.id },
    body: { secrets: readSecrets(set.requests) },
  })
}

/** The secrets that requests refer to, as far as the environment has them. */
function readSecrets(requests: readonly SetRequest[]): Record<string, string> {
  const found = listNeeds(requests).flatMap((need) => {
    const value = process.env[nameVariable(need)]
    return value === undefined || value === '' ? [] : [[need, value]]
  })
  return Object.fromEntries(found) as Record<string, string>
}

async function writeResults(path: string, run: SetRun): Promise<void> {
  const { writeJunit } = await import('../replay-set/write-junit.ts')
  try {
    await writeFile(path, writeJunit(run))
  } catch (cause) {
    throw new AppError('OPTION_INVALID', {
      detail: `${path} cannot be written: ${(cause as Error).message}.`,
      hint: 'Name another file with --junit.',
      cause,
    })
  }
}
