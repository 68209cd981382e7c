import { AppError } from '#shared/errors/app-error.ts'
import type { Tables } from '../store/tables.ts'
import { createAesVault } from './aes-vault.ts'
import { createKeyFile, readKeyFile } from './key-file.ts'
import type { Vault } from './vault.ts'

/**
 * The vault of a store. The store has the id of its key, so a lost or exchanged key file is noticed at once
 * and no secret is sealed with a second key.
 *
 * @throws AppError `SECRET_UNAVAILABLE` when the key file is missing or is another one.
 */
export async function openVault(tables: Tables<'meta'>, keyPath: string): Promise<Vault> {
  const sealedWith = tables.records('meta').get('store')?.key_id
  const key = await readKeyFile(keyPath)
  if (sealedWith && key?.id !== sealedWith) {
    throw new AppError('SECRET_UNAVAILABLE', {
      detail: `The secrets of this data directory were sealed with key ${sealedWith}, but ${keyPath} ${key ? `holds key ${key.id}` : 'is not there'}.`,
      hint: 'Put the right key file back, or start with another --data directory. Nothing was changed.',
    })
  }
  const used = key ?? (await createKeyFile(keyPath))
  await tables.transact((transaction) => {
    if (!transaction.get('meta', 'store')) transaction.put('meta', 'store', { key_id: used.id })
  })
  return createAesVault(used)
}
