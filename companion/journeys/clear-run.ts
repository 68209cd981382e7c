import type { Registration } from '#shared/contract/registration.ts'
import { EMBEDDED_DIALECTS } from '#shared/journeys/embedded-dialects.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { CollectionName, RunRecord } from '../store/schema.ts'
import type { Tables } from '../store/tables.ts'
import type { Rooms } from './rooms.ts'

/** What it takes to delete what a run made. */
export interface ClearRunDeps {
  rooms: Pick<Rooms, 'registrar' | 'developers' | 'embeddedIdp'>
  store: Tables<CollectionName>
  /** Both at the embedded identity provider. */
  revokeApiToken: (id: string) => Promise<void>
  removeScope: (name: string) => Promise<void>
}

/**
 * Deletes what a run made, the client at the identity provider first, and goes on when one of them
 * cannot be deleted.
 *
 * @returns What was left behind, in words.
 */
export async function clearRun(deps: ClearRunDeps, run: RunRecord): Promise<string[]> {
  const { products } = run
  const leftBehind: string[] = []
  const attempt = async (what: string, action: () => Promise<unknown>): Promise<void> => {
    await action().catch((thrown: unknown) => {
      const error = AppError.from(thrown)
      if (error.code !== 'RECORD_NOT_FOUND') leftBehind.push(`${what}: ${error.message}`)
    })
  }
  const clients = deps.rooms.registrar.list().filter((client) => isOwn(client, run))
  for (const client of clients)
    await attempt(`Client ${client.client_id ?? client.client_name}`, () =>
      deps.rooms.registrar.remove(client.id),
    )
  const { made_scope } = products
  if (made_scope !== undefined && !isScopeShared(deps, run))
    await attempt('Scope', () => removeScope(deps, run, made_scope))
  const { api_token_id, token_id, developer_id, entry_id, policy_id, api_id } = products
  if (api_token_id) await attempt('API token', () => deps.revokeApiToken(api_token_id))
  if (developer_id) await attempt('Developer', () => deps.rooms.developers.remove(developer_id))
  await deps.store.transact((transaction) => {
    if (token_id) transaction.delete('tokens', token_id)
    if (entry_id) transaction.delete('catalogue', entry_id)
    if (policy_id) transaction.delete('policies', policy_id)
    if (api_id) transaction.delete('apis', api_id)
  })
  return leftBehind
}

async function removeScope(deps: ClearRunDeps, run: RunRecord, name: string): Promise<void> {
  const dialect = EMBEDDED_DIALECTS[run.provider]
  if (run.provider === 'okta' || dialect === undefined) return deps.removeScope(name)
  return (await deps.rooms.embeddedIdp.openDialect(dialect)).removeScope(name)
}

/** Another run may have found the scope that this one made, and needs it. */
function isScopeShared({ store }: ClearRunDeps, { id, provider, products }: RunRecord): boolean {
  const others = store.records('runs').list()
  return others.some(
    (other) =>
      other.id !== id &&
      other.provider === provider &&
      other.products.scope === products.made_scope,
  )
}

/** Made by this run, or in the portal for the entry that this run published. */
function isOwn(client: Registration, { id, products }: RunRecord): boolean {
  const isOfEntry = products.entry_id !== undefined && client.catalogue_entry === products.entry_id
  return client.run === id || client.id === products.registration_id || isOfEntry
}
