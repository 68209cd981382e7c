import type { ApiClient } from '#shared/contract/api-client.ts'
import { Registration } from '#shared/contract/registration.ts'
import { ALIVE } from '../../registrar/sweep.ts'

/** Of all that the ledger holds, what a test may have left at a provider. */
const OF_TESTS = {
  state: ALIVE.join(','),
  origin: Registration.shape.origin.options
    .filter((origin) => origin !== 'adopted' && origin !== 'observed')
    .join(','),
}

const INTENT_WAIT_MS = 10_000
const LOOK_MS = 50

/**
 * Deletes the clients that tests registered at providers outside. Clients that were adopted or observed stay: no test
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
    (await client.listRegistrations({ query: OF_TESTS })).filter(
      ({ idp_host }) => embeddedIdp === undefined || !idp_host.startsWith(embeddedIdp),
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
    const { total } = await client.page('listRegistrations', {
      query: { state: 'intent', limit: 1 },
    })
    if (total === 0) return
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
