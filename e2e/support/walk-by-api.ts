import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Run, StepId } from '#shared/contract/run.ts'
import { dcr } from '#shared/journeys/journeys.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'

const STEP_IDS: readonly StepId[] = dcr.steps.map(({ id }) => id)

/** Walks a run up to and including `last` over the control API, as the command line does. */
export async function walkByApi(
  client: ApiClient,
  provider: DcrProvider,
  last: StepId = 'register-client',
): Promise<Run> {
  let run = await client.createRun({ body: { provider, origin: 'cli' } })
  for (const step of STEP_IDS.slice(0, STEP_IDS.indexOf(last) + 1))
    run = await client.runStep({ params: { run: run.id, step }, body: { inputs: {} } })
  return run
}
