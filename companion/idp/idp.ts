import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock/clock.ts'
import type { FaultDesk } from './faults/fault-desk.ts'
import { createFaultLayer } from './faults/fault-layer.ts'
import type { Vault } from '../secrets/vault.ts'
import { createApiTokens } from './dialects/okta/api-tokens.ts'
import { createOktaApp } from './dialects/okta/okta-app.ts'
import { createDialects, type Dialects } from './dialects/dialects.ts'
import { createSoftwarePublishers, type SoftwarePublishers } from './software-publishers.ts'
import type { IdpRecords, IdpSettings } from '../store/idp-records.ts'

export interface IdpDeps {
  /** Where it listens, such as `http://127.0.0.1:8792`. */
  origin: string
  records: IdpRecords
  vault: Vault
  clock: Clock
  faults: FaultDesk
}

/** The embedded identity provider. */
export interface Idp {
  /** The issuer of its tokens. */
  issuer: string
  handler: (request: IncomingMessage, response: ServerResponse) => void
  /** Okta has no HTTP call that makes an API token: an admin does it in the console, and so this. */
  createApiToken(name: string): Promise<{ id: string; name: string; token: string }>
  revokeApiToken(id: string): Promise<void>
  /** Adds a scope that everybody gets who asks for none. */
  addDefaultScope(name: string): Promise<void>
  /** Deletes a scope that somebody added; the ones Okta brings along stay. */
  removeScope(name: string): Promise<void>
  /** Those beside Okta. */
  dialects: Dialects
  publishers: SoftwarePublishers
  /** Okta's, or that of another dialect. */
  rotateKey(dialect: string, overlapSeconds: number): Promise<void>
  settings(): IdpSettings
  saveSettings(settings: IdpSettings): Promise<void>
}

const SETTINGS_ID = 'okta'
const DEFAULT_SETTINGS: IdpSettings = { has_access_policy: true }

/** @throws AppError `SECRET_UNAVAILABLE` when the signing key cannot be opened. */
export async function createIdp({ origin, records, vault, clock, faults }: IdpDeps): Promise<Idp> {
  const { now } = clock
  const apiTokens = createApiTokens(records.apiTokens)
  const settings = (): IdpSettings => records.settings.get(SETTINGS_ID) ?? DEFAULT_SETTINGS
  const okta = await createOktaApp({
    origin,
    records,
    vault,
    apiTokens,
    now,
    hasAccessPolicy: () => settings().has_access_policy,
  })
  const publishers = createSoftwarePublishers({ records, vault, now })
  const dialects = createDialects({ origin, records, vault, now, publishers })
  const findDialect = (path: string): string => dialects.findByPath(path) ?? 'okta'
  return {
    issuer: `${origin}/oauth2/default`,
    dialects,
    publishers,
    handler: createFaultLayer(
      {
        desk: faults,
        clock,
        findDialect,
        keysOf: async (id) => (id === 'okta' ? okta.engine.keys : (await dialects.open(id)).keys),
        authorize: async (id) =>
          id === 'okta'
            ? `SSWS ${(await apiTokens.create('Open registration')).token}`
            : (await dialects.open(id)).authorize(),
      },
      (request, response) => {
        const dialect = findDialect(request.url ?? '')
        if (dialect === 'okta') okta.app(request, response)
        else dialects.handle(dialect, request, response)
      },
    ),
    rotateKey: async (id, overlapSeconds) =>
      id === 'okta'
        ? okta.engine.rotateKey(overlapSeconds)
        : (await dialects.open(id)).rotateKey(overlapSeconds),
    createApiToken: (name) => apiTokens.create(name),
    revokeApiToken: (id) => apiTokens.revoke(id),
    ...createScopeDesk(records),
    settings,
    saveSettings: (next) => records.settings.put(SETTINGS_ID, next),
  }
}

function createScopeDesk({ scopes }: IdpRecords): Pick<Idp, 'addDefaultScope' | 'removeScope'> {
  return {
    addDefaultScope: (name) =>
      scopes.put(`scp${name}`, {
        id: `scp${name}`,
        name,
        description: '',
        displayName: name,
        system: false,
        default: true,
        consent: 'IMPLICIT',
        optional: false,
        metadataPublish: 'NO_CLIENTS',
      }),
    async removeScope(name) {
      const own = scopes.list().find((scope) => scope.name === name && !scope.system)
      if (own) await scopes.delete(own.id)
    },
  }
}
