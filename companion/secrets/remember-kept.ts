import { COLLECTIONS, type CollectionName } from '../store/schema.ts'
import type { Tables } from '../store/tables.ts'
import { takeTurns } from '../clock/take-turns.ts'
import { addSecret } from './add-secret.ts'
import type { SecretRegistry } from './secret-registry.ts'
import type { SecretPlace, Vault } from './vault.ts'

const ENVELOPE = /^v1\.[\w-]+\.[\w-]+\.[\w-]*\.[\w-]+$/

/**
 * Remembers all sealed secrets of a store, in slices: opening 100 000 envelopes takes about a second. Until
 * then `registry.isComplete()` is false, no call goes out, and nothing is recorded or masked in vain.
 */
export async function rememberKept(
  tables: Pick<Tables<CollectionName>, 'records'>,
  vault: Vault,
  registry: Pick<SecretRegistry, 'add'>,
): Promise<void> {
  const turn = takeTurns()
  for (const collection of Object.keys(COLLECTIONS) as CollectionName[])
    for (const record of tables.records(collection).each()) {
      for (const sealed of listSealed(collection, record)) open(sealed, vault, registry)
      await turn()
    }
}

interface Sealed {
  envelope: string
  place: SecretPlace
}

/** The envelopes in a record, wherever they stand; their names are the fields that they were sealed for. */
function listSealed(collection: CollectionName, record: unknown): Sealed[] {
  const id = readId(collection, record)
  const list = (value: unknown, field: string): Sealed[] => {
    if (typeof value === 'string')
      return ENVELOPE.test(value) ? [{ envelope: value, place: { collection, id, field } }] : []
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([name, member]) =>
      list(member, name === 'envelope' ? field : name),
    )
  }
  return list(record, 'value')
}

function readId(collection: CollectionName, record: unknown): string {
  const { id, client_id, kid, name } = record as Record<string, unknown>
  const own = { idp_clients: client_id, idp_keys: kid, replay_secrets: name }
  return String(collection in own ? own[collection as keyof typeof own] : id)
}

/** An envelope that does not open was not sealed with this key: what it hides cannot be known. */
function open(
  { envelope, place }: Sealed,
  vault: Vault,
  registry: Pick<SecretRegistry, 'add'>,
): void {
  try {
    addSecret(registry, vault.open(envelope, place))
  } catch {
    // The room that needs this secret says what is wrong with it.
  }
}
