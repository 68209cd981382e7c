import { startCompanion } from '../../start-companion.ts'
import { deleteForeignClients } from './delete-foreign-clients.ts'
import { type KitHome, removeHome, takeAbandonedHomes } from './kit-home.ts'

export const ANY_PORTS = { control: 0, gateway: 0, idp: 0, portal: 0, sample_api: 0 }

/** Deletes what companions that were killed left at providers, and then their directories. */
export async function sweepAbandonedHomes(directory: string): Promise<void> {
  for (const home of await takeAbandonedHomes(directory)) await sweep(home).catch(report)
}

async function sweep(home: KitHome): Promise<void> {
  const left = await deleteFrom(home)
  if (left.length === 0) await removeHome(home)
  else console.error(describeLeft(left, home))
}

/** Without an origin on file the companion died before it could register anything. */
async function deleteFrom(home: KitHome): Promise<string[]> {
  if (home.embeddedIdp === undefined) return []
  const companion = await startCompanion({
    dataDir: home.data,
    configDir: home.config,
    ports: ANY_PORTS,
    logLevel: 'silent',
  })
  try {
    return await deleteForeignClients(companion.client, home.embeddedIdp)
  } finally {
    await companion.close()
  }
}

/** For a person: which clients are left, and what becomes of them. */
export function describeLeft(left: readonly string[], { path }: KitHome): string {
  return `DCR Lab could not delete ${left.length === 1 ? 'a client' : `${left.length} clients`} that tests registered:\n  ${left.join('\n  ')}\nThe next test run tries again. To forget them, remove ${path}`
}

function report(error: unknown): void {
  console.error(
    `DCR Lab could not open what an earlier test run left: ${error instanceof Error ? error.message : String(error)}`,
  )
}
