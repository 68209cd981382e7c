import { expect, test } from 'vitest'
import { cleanRecord } from './outside-texts.ts'
import { createSecretRegistry } from './secret-registry.ts'

const SECRET = 'a-secret-that-is-known-0123'

test('a registration is kept with the texts of its provider masked, and with its own members whole', () => {
  const registry = createSecretRegistry()
  registry.add(SECRET)
  const record = {
    id: SECRET,
    state: 'failed',
    origin: 'test',
    provider: 'other',
    idp_host: 'http://a.example',
    registration_endpoint: 'http://a.example/register',
    client_id: SECRET,
    client_name: `Client ${SECRET}`,
    asked: { software_statement: 'a.b.signature-of-a-publisher' },
    granted: { contacts: [SECRET], deep: { note: `hex ${Buffer.from(SECRET).toString('hex')}` } },
    failure: `invalid_token: ${SECRET}`,
    created_at: '2026-11-27T21:00:00.000Z',
    is_secret_shown: false,
  } as const
  const cleaned = cleanRecord(registry, 'registrations', record as never)
  expect(cleaned).toEqual({
    ...record,
    client_name: 'Client ••••0123',
    asked: { software_statement: '••••sher' },
    granted: { contacts: ['••••0123'], deep: { note: 'hex ••••0123' } },
    failure: 'invalid_token: ••••0123',
  })
})
