import { AppError } from '#shared/errors/app-error.ts'
import { runPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Readable } from '../store/records.ts'
import type { RegistrationOutline, RunRecord } from '../store/schema.ts'
import type { Rooms } from './rooms.ts'

/** What it takes to delete what a run made. */
export interface ClearRunDeps {
  rooms: Pick<
    Rooms,
    'catalogue' | 'definitions' | 'developers' | 'embeddedIdp' | 'registrar' | 'tokens'
  >
  table: Readable<RunRecord>
  vault: Vault
}

/**
 * Deletes what a run made, the client at the identity provider first, and goes on when one of them
 * cannot be deleted.
 *
 * @returns What was left behind, in words.
 */
export async function clearRun(deps: ClearRunDeps, run: RunRecord): Promise<string[]> {
  const { dialect, products } = run
  const leftBehind: string[] = []
  const attempt = async (what: string, action: () => Promise<unknown>): Promise<void> => {
    await action().catch((thrown: unknown) => {
      const error = AppError.from(thrown)
      if (error.code !== 'RECORD_NOT_FOUND') leftBehind.push(`${what}: ${error.message}`)
    })
  }
  const clients = deps.rooms.registrar.filter((client) => isOwn(client, run))
  for (const client of clients)
    await attempt(`Client ${client.client_id ?? client.client_name}`, () =>
      deps.rooms.registrar.remove(client.id),
    )
  const { made_scope, api_token } = products
  if (dialect !== undefined) {
    const embedded = await deps.rooms.embeddedIdp.openDialect(dialect)
    if (made_scope !== undefined && !isScopeShared(deps, run))
      await attempt('Scope', () => embedded.removeScope(made_scope))
    if (api_token !== undefined)
      await attempt('Token for registration', async () =>
        embedded.revokeInitialToken(deps.vault.open(api_token, runPlace(run.id, 'api_token'))),
      )
  } else if (made_scope !== undefined) {
    // The administrator's token that made the scope has ended by now.
    leftBehind.push(`Scope "${made_scope}": it was created at the provider; delete it there.`)
  }
  const { token_id, developer_id, entry_id, policy_id, api_id } = products
  if (developer_id) await attempt('Developer', () => deps.rooms.developers.remove(developer_id))
  if (token_id) await attempt('Token', () => deps.rooms.tokens.forget(token_id))
  if (entry_id) await attempt('Catalogue entry', () => deps.rooms.catalogue.removeEntry(entry_id))
  await deps.rooms.definitions.removeAll({
    ...(api_id && { apis: [api_id] }),
    ...(policy_id && { policies: [policy_id] }),
  })
  return leftBehind
}

/** Another run may have found the scope that this one made, and needs it. */
function isScopeShared({ table }: ClearRunDeps, { id, dialect, products }: RunRecord): boolean {
  return table
    .list()
    .some(
      (other) =>
        other.id !== id &&
        other.dialect === dialect &&
        other.products.scope === products.made_scope,
    )
}

/** Made by this run, or in the portal for the entry that this run published. */
function isOwn(client: RegistrationOutline, { id, products }: RunRecord): boolean {
  // A client that was known before this run stays when the run goes.
  const isMade = client.id === products.registration_id && client.origin !== 'adopted'
  const isOfEntry = products.entry_id !== undefined && client.catalogue_entry === products.entry_id
  return client.run === id || isMade || isOfEntry
}
