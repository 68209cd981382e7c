import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Registration } from '#shared/contract/registration.ts'
import { ALIVE } from '../../registrar/sweep.ts'

const INTENT_WAIT_MS = 10_000
const LOOK_MS = 50

/**
 * Deletes the clients that tests registered at providers outside. Clients that were adopted stay: no test
 * has made them.
 *
 * @param embeddedIdp - Origin of the embedded identity provider, whose clients end with the companion.
 * @returns The clients that could not be deleted, in words.
 */
export async function deleteForeignClients(
  client: ApiClient,
  embeddedIdp: string | undefined,
): Promise<string[]> {
  await waitForIntents(client)
  const list = async (): Promise<Registration[]> =>
    (await client.listRegistrations()).filter(
      ({ state, origin, idp_host }) =>
        ALIVE.includes(state) &&
        origin !== 'adopted' &&
        (embeddedIdp === undefined || !idp_host.startsWith(embeddedIdp)),
    )
  if ((await list()).length === 0) return []
  for (const { id, target } of await client.listRuns())
    if (target === 'provider') await client.deleteRun({ params: { run: id } })
  for (const found of await list()) await deleteOne(client, found)
  return (await list()).map(describe)
}

/** A call that the killed worker has asked for may still be under way. */
async function waitForIntents(client: ApiClient): Promise<void> {
  const end = Date.now() + INTENT_WAIT_MS
  while (Date.now() < end) {
    const isUnderWay = (await client.listRegistrations()).some(({ state }) => state === 'intent')
    if (!isUnderWay) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** What cannot be deleted is listed by the caller afterwards. */
async function deleteOne(client: ApiClient, { id, client_id }: Registration): Promise<void> {
  const params = { registration: id }
  if (client_id === undefined) await client.findLostClient({ params }).catch(() => undefined)
  await client.deleteRegistration({ params }).catch(() => undefined)
}

function describe({ client_name, client_id, state, registration_endpoint }: Registration): string {
  return `${client_name} (${client_id ?? 'id unknown'}, ${state}) at ${registration_endpoint}`
}
