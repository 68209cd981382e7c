import { randomUUID } from 'node:crypto'
import { isObject } from '#shared/oauth/metadata/read-object.ts'
import { readClientInformation } from '#shared/oauth/read-client-information.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationOutline, RegistrationRecord } from '../store/schema.ts'
import { takeInformation } from './client-record.ts'
import type { Registrations } from './registrations.ts'

/** Beyond so many the ledger keeps no row of another stranger's client. */
const MOST_OBSERVED = 5_000

/** Where the client was registered, as a registration has it. */
export type ObservedPlace = Pick<
  RegistrationRecord,
  'provider' | 'idp_host' | 'registration_endpoint'
>

/** A call of a stranger to a registration or management endpoint, and its answer. */
export interface ObservedCall {
  kind: 'registration' | 'management'
  method: string
  /** Of the client in the address of a management call. */
  clientId: string | undefined
  status: number
  /** What was sent, and what came back: JSON documents. */
  asked: unknown
  answered: unknown
}

/** Keeps the ledger up to date with what strangers do at a provider that this program can listen to. */
export type ObserveClients = (place: ObservedPlace, call: ObservedCall) => Promise<void>

export interface ObserveDeps {
  registrations: Registrations
  vault: Vault
}

/**
 * A client that a stranger registers gets a row of origin `observed`, with its secrets sealed as far as they were seen;
 * changes and the deletion of any client of the ledger are followed. One call after the other, in their order.
 */
export function createObserveClients(deps: ObserveDeps): ObserveClients {
  const { registrations } = deps
  let tail: Promise<void> = Promise.resolve()
  let observed: number | undefined
  const observe = async (place: ObservedPlace, call: ObservedCall): Promise<void> => {
    if (call.status >= 300) return
    if (call.kind === 'management') return follow(deps, place, call)
    const client = readClientInformation(call.answered)
    if (!client || findRow(registrations, place, client.information.client_id)) return
    observed ??= registrations.outlines().filter(({ origin }) => origin === 'observed').length
    if (observed >= MOST_OBSERVED) return
    observed += 1
    const { information, notes } = client
    const record: RegistrationRecord = {
      id: randomUUID(),
      state: 'active',
      origin: 'observed',
      ...place,
      client_name: information.client_name ?? information.client_id,
      asked: isObject(call.asked) ? call.asked : {},
      created_at: new Date().toISOString(),
      is_secret_shown: true,
    }
    const row = takeInformation(deps.vault, record, { information, notes })
    // A person may have adopted the client since.
    await registrations.transact((transaction) => {
      const isKnown = (other: RegistrationOutline): boolean =>
        isAt(other, place, information.client_id)
      if (transaction.filter('registrations', isKnown).length === 0)
        transaction.put('registrations', row.id, row)
    })
  }
  return (place, call) => {
    const turn = tail.then(() => observe(place, call))
    tail = turn.catch(() => undefined)
    return turn
  }
}

/** @see [RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2) what a client may do with itself */
async function follow(
  { registrations, vault }: ObserveDeps,
  place: ObservedPlace,
  { method, clientId, answered }: ObservedCall,
): Promise<void> {
  const row = clientId === undefined ? undefined : findRow(registrations, place, clientId)
  if (!row || row.state === 'deleted') return
  if (method === 'DELETE') {
    await registrations.change(row.id, ({ failure: _failure, ...newest }) => ({
      ...newest,
      state: 'deleted',
    }))
    return
  }
  const client = readClientInformation(answered)
  if (!client || client.information.client_id !== clientId) return
  await registrations.change(row.id, (newest) => takeInformation(vault, newest, client))
}

function findRow(
  registrations: Registrations,
  place: ObservedPlace,
  clientId: string,
): RegistrationOutline | undefined {
  return registrations.outlines().find((one) => isAt(one, place, clientId))
}

function isAt(
  one: RegistrationOutline,
  { registration_endpoint }: ObservedPlace,
  clientId: string,
): boolean {
  return one.client_id === clientId && one.registration_endpoint === registration_endpoint
}
