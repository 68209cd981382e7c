import type { Registration, Sweep, SweepPreview } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { RegistrationOutline } from '../store/schema.ts'

/** Which clients to delete: those of one run, of one origin, or all but those of strangers. */
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
  clients: readonly RegistrationOutline[],
  scope: SweepScope,
  remove: (id: string) => Promise<Registration>,
): Promise<Sweep> {
  const sweep: Sweep = { deleted: [], left_behind: [] }
  // The newest first: what was made on top of something goes before it.
  for (const client of clients.filter((one) => isAlive(one, scope)).toReversed()) {
    try {
      const { id } = await remove(client.id)
      sweep.deleted.push(id)
    } catch (thrown) {
      sweep.left_behind.push({ id: client.id, reason: AppError.from(thrown).message })
    }
  }
  return sweep
}

const MOST_NAMED = 8

/** What a sweep of a scope would delete. @param present - The registration of an outline. */
export function previewSweep(
  clients: readonly RegistrationOutline[],
  scope: SweepScope,
  present: (id: string) => Registration | never[],
): SweepPreview {
  const found = clients.filter((one) => isAlive(one, scope))
  const newest = found.slice(-MOST_NAMED).toReversed()
  return { count: found.length, clients: newest.flatMap(({ id }) => present(id)) }
}

/** Whether a client exists, or may exist, at its provider, and is of a scope. */
export function isAlive(client: RegistrationOutline, scope: SweepScope): boolean {
  return ALIVE.includes(client.state) && fits(client, scope)
}

function fits(client: RegistrationOutline, { run, origin, catalogueEntry }: SweepScope): boolean {
  const isOfEntry = catalogueEntry !== undefined && client.catalogue_entry === catalogueEntry
  const isOfRun = run === undefined || client.run === run || isOfEntry
  return isOfRun && (origin === undefined ? client.origin !== 'observed' : client.origin === origin)
}
