import type { Inspection } from '#shared/contract/token.ts'
import type { Clock } from '../clock/clock.ts'
import { discover } from '../providers/discovery.ts'
import { getDriver } from '../providers/drivers.ts'
import type { CallContext, HttpClient } from '../outgoing/http-client.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Readable } from '../store/records.ts'
import type { RegistrationRecord } from '../store/schema.ts'
import type { Tables } from '../store/tables.ts'
import { inspectToken } from './inspect-token.ts'
import { openToken } from './open-token.ts'

interface Deps {
  tables: Tables<'tokens'>
  registrations: Pick<Readable<RegistrationRecord>, 'get'>
  vault: Vault
  http: HttpClient
  clock: Clock
}

/**
 * Inspects a stored token together with its client and its provider's keys.
 *
 * @throws AppError `RECORD_NOT_FOUND`, `DISCOVERY_FAILED`, `PROVIDER_UNREACHABLE`.
 */
export async function inspectKeptToken(deps: Deps, id: string): Promise<Inspection> {
  const { tables, registrations, http, clock } = deps
  const record = tables.records('tokens').require(id)
  const registration = registrations.get(record.registration ?? '')
  const context: CallContext = { run: record.run, from: 'app', to: 'idp', label: 'Inspect token' }
  const metadata =
    registration &&
    (await discover(http, context, {
      host: registration.idp_host,
      provider: registration.provider,
    }))
  return inspectToken(openToken(deps, id), {
    driver: getDriver(registration?.provider ?? 'other'),
    issuer: metadata?.issuer,
    clientId: registration?.client_id,
    keySet: metadata?.jwks_uri && (await fetchKeys(http, context, metadata.jwks_uri)),
    nowMs: clock.now(),
  })
}

async function fetchKeys(http: HttpClient, context: CallContext, url: string): Promise<unknown> {
  const headers = { accept: 'application/json' }
  const { text } = await http.send(context, { method: 'GET', url, headers })
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
