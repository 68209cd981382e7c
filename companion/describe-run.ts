import type { RunOfClients } from './registrar/count-registrations.ts'
import type { Store } from './store/store.ts'

/** The catalogue entry and the client budget of a run, as far as it has them. */
export function describeRun(
  store: Store,
  id: string,
): { catalogueEntry?: string; budget?: number } {
  const { products, client_budget: budget } = store.records('runs').get(id) ?? {}
  return {
    ...(products?.entry_id !== undefined && { catalogueEntry: products.entry_id }),
    ...(budget !== undefined && { budget }),
  }
}

export function listRunsOfClients(store: Store): RunOfClients[] {
  return store
    .records('runs')
    .list()
    .map(({ id, products }) => ({ id, catalogueEntry: products.entry_id }))
}
