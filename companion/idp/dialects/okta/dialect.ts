import type { RequestHandler } from 'express'
import type { DialectDefinition } from '../dialect.ts'
import { createApiTokens } from './api-tokens.ts'
import { AUDIENCE } from './authorization-server.ts'
import { ORGANISATION_METADATA, SERVER_METADATA } from './discovery-routes.ts'
import { createOktaApp } from './okta-app.ts'
import type { IdpSettings } from '../../../store/idp-records.ts'
import type { IdpRecords } from '../../../store/idp-tables.ts'

const SERVER = '/oauth2/default'
const SETTINGS_ID = 'okta'

/** An Okta organisation with the authorization server "default", at the root of the origin. */
export const dialect: DialectDefinition = {
  paths: {
    metadata: [...SERVER_METADATA, ...ORGANISATION_METADATA],
    registration: '/oauth2/v1/clients',
    token: `${SERVER}/v1/token`,
    jwks: `${SERVER}/v1/keys`,
  },
  async open({ origin, records, vault, now }) {
    const apiTokens = createApiTokens(records.apiTokens)
    const { app, engine } = await createOktaApp({
      origin,
      records,
      vault,
      apiTokens,
      now,
      hasAccessPolicy: () => readOktaSettings(records).has_access_policy,
    })
    const { scopes } = records
    return {
      host: origin,
      issuer: origin + SERVER,
      audience: AUDIENCE,
      handler: app as RequestHandler,
      keys: engine.keys,
      createInitialToken: (name = 'Tyk Integration') => apiTokens.create(name),
      revokeInitialToken: (token) => apiTokens.revoke(token),
      authorize: async () => `SSWS ${await apiTokens.create('Open registration')}`,
      saveScope: (name, isDefault) =>
        scopes.transact((rows) =>
          rows.put(`scp${name}`, {
            id: `scp${name}`,
            name,
            description: '',
            displayName: name,
            system: false,
            default: isDefault,
            consent: 'IMPLICIT',
            optional: false,
            metadataPublish: 'NO_CLIENTS',
          }),
        ),
      removeScope: (name) =>
        scopes.transact((rows) => {
          const own = rows.list().find((scope) => scope.name === name && !scope.system)
          if (own) rows.delete(own.id)
        }),
      rotateKey: (seconds) => engine.rotateKey(seconds),
      clientPage: (id) => `${origin}/admin/clients/${encodeURIComponent(id)}`,
    }
  },
}

type SettingsRecords = Pick<IdpRecords, 'settings'>

/** How the organisation is set up; a fresh one at Okta has no access policy, the lab's has one. */
export function readOktaSettings({ settings }: SettingsRecords): IdpSettings {
  return settings.get(SETTINGS_ID) ?? { has_access_policy: true }
}

export function saveOktaSettings({ settings }: SettingsRecords, next: IdpSettings): Promise<void> {
  return settings.transact((rows) => rows.put(SETTINGS_ID, next))
}
