import { join } from 'node:path'
import type { CompanionConfig } from './companion.ts'
import type { DataPlane } from './gateway/data-plane.ts'
import { CountFile } from './gateway/workers/count-file.ts'
import { type OpenDataPlaneDeps, openDataPlane } from './gateway/workers/open-data-plane.ts'
import type { openListeners } from './listeners.ts'
import type { SecretRegistry } from './secrets/secret-registry.ts'
import { createVerdictWriter, maskVerdicts } from './write-verdicts.ts'

interface GatewayPlace {
  config: CompanionConfig
  listeners: Awaited<ReturnType<typeof openListeners>>
  addresses: OpenDataPlaneDeps['addresses']
}

type GatewayParts = Pick<
  OpenDataPlaneDeps,
  'onConnect' | 'definitions' | 'recorder' | 'clock' | 'bus' | 'log' | 'findTls'
> & { registry: SecretRegistry; idp: { jwksUri: string } }

/** The gateway at its listener, with its counts in the data directory. */
export async function openGateway(
  { config, listeners, addresses }: GatewayPlace,
  { registry, idp, ...parts }: GatewayParts,
): Promise<DataPlane> {
  return openDataPlane({
    ...parts,
    addresses,
    server: listeners.gateway,
    workers: config.workers ?? 1,
    counts: await CountFile.open(join(config.dataDir, 'limits', 'counts.jsonl')),
    describe: maskVerdicts(
      createVerdictWriter({ jwksUri: idp.jwksUri, targetUrl: addresses.sample_api }),
      registry,
    ),
  })
}
