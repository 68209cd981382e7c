import type { Dispatcher } from 'undici'
import { createIdp, type Idp, type IdpDeps } from './idp/idp.ts'
import { fetchThrough } from './outgoing/fetch-through.ts'
import { openIdpRecords } from './store/idp-tables.ts'
import type { Store } from './store/store.ts'

/** The embedded provider, which fetches documents of clients as the lab calls providers. */
export function openIdp(
  { addresses, store }: { addresses: { idp: string }; store: Store },
  { egress, ...parts }: Pick<IdpDeps, 'vault' | 'clock' | 'faults'> & { egress: Dispatcher },
): Promise<Idp> {
  const fetchDocument = fetchThrough(egress)
  const records = openIdpRecords(store)
  return createIdp({ ...parts, origin: addresses.idp, records, fetchDocument })
}
