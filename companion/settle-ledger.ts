import type { Logger } from 'pino'
import type { Registrar } from './registrar/registrar.ts'
import type { Store } from './store/store.ts'

/**
 * Settles what was in flight when an earlier companion ended. A large ledger is outlined while calls are
 * answered already.
 *
 * @returns Resolves when the ledger can be used; `whenListed` resolves when it can be listed.
 */
export async function settleLedger(
  store: Pick<Store, 'whenOutlined' | 'isOutlined'>,
  registrar: Pick<Registrar, 'settleIntents'>,
  log: Logger,
): Promise<{ whenListed: () => Promise<void> }> {
  const settled = store.whenOutlined().then(() => registrar.settleIntents())
  if (store.isOutlined) await settled
  else
    settled.catch((error: unknown) => log.error({ err: error }, 'The ledger could not be settled.'))
  return { whenListed: () => settled }
}
