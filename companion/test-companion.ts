import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Run, RunStep, StepId } from '#shared/contract/run.ts'
import type { Ports } from './listeners.ts'
import { type StartedCompanion, startCompanion } from './start-companion.ts'

export const TEST_TOKEN = 'a-token-that-only-tests-know-0123456789'

const FREE_PORTS: Ports = { control: 0, gateway: 0, idp: 0, portal: 0, sample_api: 0 }

/** A whole companion on free ports with temporary directories, for tests. */
export interface TestCompanion {
  companion: StartedCompanion
  client: ApiClient
  root: string
  dataDir: string
  /** Closes the companion and opens another on the same ports and data. */
  restart(): Promise<TestCompanion>
  stop(): Promise<void>
}

export async function startTestCompanion(
  known?: Pick<TestCompanion, 'root'> & { ports: Ports },
): Promise<TestCompanion> {
  const root = known?.root ?? (await mkdtemp(join(tmpdir(), 'dcr-companion-')))
  const dataDir = join(root, 'data')
  const companion = await startCompanion({
    dataDir,
    configDir: join(root, 'config'),
    ports: known?.ports ?? FREE_PORTS,
    token: TEST_TOKEN,
    logLevel: 'silent',
  })
  const ports = Object.fromEntries(
    Object.entries(companion.addresses).map(([name, address]) => [
      name,
      Number(new URL(address).port),
    ]),
  ) as Ports
  return {
    companion,
    root,
    dataDir,
    client: companion.client,
    async restart() {
      await companion.close()
      return startTestCompanion({ root, ports })
    },
    async stop() {
      await companion.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** Runs steps from the first one up to and including `last`; inputs by step. */
export async function runSteps(
  client: ApiClient,
  run: Run,
  options: { last?: StepId; inputs?: Partial<Record<StepId, Record<string, unknown>>> } = {},
): Promise<Run> {
  let current = run
  for (const { id: step } of run.steps) {
    const inputs = options.inputs?.[step] ?? {}
    current = await client.runStep({ params: { run: run.id, step }, body: { inputs } })
    if (findStep(current, step).state !== 'passed' || step === options.last) break
  }
  return current
}

export function findStep(run: Run, id: StepId): RunStep {
  const step = run.steps.find((candidate) => candidate.id === id)
  if (!step) throw new RangeError(`The run has no step "${id}"`)
  return step
}
