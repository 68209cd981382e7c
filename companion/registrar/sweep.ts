import type { Registration, Sweep } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'

/** Which clients to delete: those of one run, of one origin, or all. */
export interface SweepScope {
  run?: string | undefined
  origin?: Registration['origin'] | undefined
  /**
   * The catalogue entry that the run published; clients that the portal registered for it belong to the run.
   */
  catalogueEntry?: string | undefined
}

/** States of a registration in which its client exists, or may exist, at the provider. */
export const ALIVE: readonly Registration['state'][] = ['intent', 'active', 'unknown']

/**
 * Deletes clients at their providers, one after the other, and continues after a failure. The result names
 * each client that is left, with the reason.
 */
export async function sweepClients(
  clients: readonly Registration[],
  scope: SweepScope,
  remove: (id: string) => Promise<Registration>,
): Promise<Sweep> {
  const sweep: Sweep = { deleted: [], left_behind: [] }
  for (const client of findAlive(clients, scope)) {
    try {
      const { id } = await remove(client.id)
      sweep.deleted.push(id)
    } catch (thrown) {
      sweep.left_behind.push({ id: client.id, reason: AppError.from(thrown).message })
    }
  }
  return sweep
}

/** The clients that exist, or may exist, at their providers. */
export function findAlive(clients: readonly Registration[], scope: SweepScope): Registration[] {
  return clients.filter((client) => ALIVE.includes(client.state) && fits(client, scope))
}

function fits(client: Registration, { run, origin, catalogueEntry }: SweepScope): boolean {
  const isOfEntry = catalogueEntry !== undefined && client.catalogue_entry === catalogueEntry
  const isOfRun = run === undefined || client.run === run || isOfEntry
  return isOfRun && (origin === undefined || client.origin === origin)
}
