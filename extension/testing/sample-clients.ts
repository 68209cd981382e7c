import type { Registration } from '#shared/contract/registration.ts'

/** A client whose granted metadata at Okta differ from the asked ones. */
export function createSampleClient(id: string, part: Partial<Registration> = {}): Registration {
  return {
    id,
    state: 'active',
    origin: 'panel',
    run: 'run-1',
    provider: 'okta',
    idp_host: 'http://127.0.0.1:8792',
    registration_endpoint: 'http://127.0.0.1:8792/oauth2/v1/clients',
    client_id: `0oa-${id}`,
    client_name: `Client ${id}`,
    asked: { client_name: `Client ${id}`, grant_types: ['client_credentials'], scope: 'tyk' },
    granted: { client_name: `Client ${id}`, grant_types: ['client_credentials'] },
    client_secret: '••••x7Gq',
    client_secret_expires_at: 0,
    registration_client_uri: `http://127.0.0.1:8792/oauth2/v1/clients/0oa-${id}`,
    has_registration_access_token: true,
    created_at: '2026-11-23T14:00:00.000Z',
    ...part,
  }
}
