import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Registration, RegistrationState } from '#shared/contract/registration.ts'
import type { Run } from '#shared/contract/run.ts'
import type { KitCompanion } from './companion-child.ts'

const UNDELETED: readonly RegistrationState[] = ['intent', 'active', 'unknown']

/** Clients that are registered, or perhaps; those that were adopted are not the test's. */
export async function findUndeleted(api: ApiClient): Promise<Registration[]> {
  const registrations = await api.listRegistrations({ query: { state: UNDELETED.join(',') } })
  return registrations.filter(({ origin }) => origin !== 'adopted')
}

/**
 * Ends what is wrong on purpose, deletes the clients and the runs, and puts every record back. Clients of
 * the embedded provider are records; the others are deleted where they are.
 *
 * @returns The clients at providers outside that could not be deleted, in words.
 */
export async function removeEverything(companion: KitCompanion): Promise<string[]> {
  const { api, addresses } = companion
  await api.stopScenario()
  const isOutside = ({ idp_host }: Registration): boolean => !idp_host.startsWith(addresses.idp)
  for (const run of await api.listRuns()) await removeRun(api, run)
  const left: string[] = []
  for (const { id, ...client } of (await findUndeleted(api)).filter(isOutside)) {
    const reason = await deleteClient(api, id)
    if (reason !== undefined) left.push(describe(client, reason))
  }
  await companion.restore()
  // Keys that were rotated stay; the gateway must not hold the next test against the earlier ones.
  await api.clearJwksCaches()
  return left
}

/** A step that waits for an answer must not hold up the end of a test that timed out. */
async function removeRun(api: ApiClient, { id, steps }: Run): Promise<void> {
  for (const step of steps)
    if (step.state === 'running') await api.cancelStep({ params: { run: id, step: step.id } })
  await api.deleteRun({ params: { run: id } })
}

async function deleteClient(api: ApiClient, registration: string): Promise<string | undefined> {
  try {
    await api.deleteRegistration({ params: { registration } })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function describe(
  { client_name, client_id, registration_endpoint }: Omit<Registration, 'id'>,
  reason: string,
): string {
  return `Client ${client_name} (${client_id ?? 'id unknown'}) at ${registration_endpoint} is still there: ${reason}`
}
