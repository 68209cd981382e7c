import { expect, test } from 'vitest'
import type { ClientMetadataSeen, Leg } from './leg.ts'
import { recogniseClient } from './recognise-client.ts'
import { makeLeg } from './testing/make-leg.ts'

const registering = (metadata: ClientMetadataSeen, given: Partial<Leg> = {}): Leg[] => [
  makeLeg(0, given),
  makeLeg(1, { meaning: 'registration', asked: { metadata } }),
]

const recognise = (metadata: ClientMetadataSeen, given: Partial<Leg> = {}): unknown => {
  const found = recogniseClient(registering(metadata, given), undefined)
  return found && [found.certainty, found.id]
}

test('what a client registers tells it, with the source of each fact', () => {
  const found = recogniseClient(
    registering({
      client_name: 'MCP CLI Client',
      redirect_uris: ['http://localhost:12345/oauth/callback'],
      software_id: '2e6dc280-f3c3-4e01-99a7-8181dbd1d23d',
    }),
    undefined,
  )
  expect(found).toMatchObject({ id: 'mcp-remote', certainty: 'likely' })
  expect(found?.because.join()).toMatch(/software_id fits \(source-code: mcp-remote 0\.15\.1\)/)
})

test('a user agent tells nothing', () => {
  expect(
    recognise({ client_name: 'Mine' }, { userAgent: 'Visual Studio Code/1.99' }),
  ).toBeUndefined()
})

test('a name alone is no more than perhaps, and a redirect elsewhere speaks against it', () => {
  expect(recognise({ client_name: 'Codex' })).toEqual(['perhaps', 'codex'])
  expect(
    recognise({ client_name: 'Codex', redirect_uris: ['https://elsewhere.example/cb'] }),
  ).toBeUndefined()
})

test('generations of one client differ by application_type', () => {
  const metadata = {
    client_name: 'MCP Inspector',
    redirect_uris: ['http://localhost:6274/oauth/callback'],
    client_uri: 'https://github.com/modelcontextprotocol/inspector',
  }
  expect(recognise(metadata)).toEqual(['likely', 'inspector-1'])
  expect(recognise({ ...metadata, application_type: 'native' })).toEqual(['likely', 'inspector-2'])
})

test('a library is perhaps known by how its programs ask', () => {
  const asking = { protocol: '2025-11-25' }
  expect(recognise({ client_name: 'Mine' }, asking)).toEqual(['perhaps', 'ts-sdk-1'])
  expect(recognise({ client_name: 'Mine', application_type: 'native' }, asking)).toEqual([
    'perhaps',
    'ts-sdk-2',
  ])
})

test('the document of a vendor names its client', () => {
  const document = 'https://vscode.dev/oauth/client-metadata.json'
  expect(recogniseClient([makeLeg(0)], document)).toMatchObject({
    id: 'vscode',
    certainty: 'likely',
  })
})
