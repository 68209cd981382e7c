import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { findInText } from './find-in-text.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

const REGISTRATION = {
  client_id: '0oaCaptured1',
  client_secret: 'canary-secret-1234567890',
  registration_access_token: 'canary-rat-1234567890',
  registration_client_uri: 'https://dev.example.com/oauth2/v1/clients/0oaCaptured1',
  client_name: 'From elsewhere',
  redirect_uris: null,
}

const find = (text: string) => lab.client.findCredentials({ body: { text } })

test('the answer of a registration is recognised, shown masked, and taken over after a word', async () => {
  const text = JSON.stringify(REGISTRATION)
  const { findings } = await find(text)
  expect(findings).toMatchObject([
    {
      kind: 'client',
      title: 'Client 0oaCaptured1',
      place: {
        provider: 'okta',
        idp_host: 'https://dev.example.com',
        registration_endpoint: 'https://dev.example.com/oauth2/v1/clients',
      },
    },
  ])
  expect(JSON.stringify(findings)).not.toContain('canary')
  expect(await lab.client.listRegistrations()).toHaveLength(0)
  const taken = await lab.client.takeCredentials({
    body: {
      kind: 'client',
      text,
      finding: '0',
      place: {
        provider: 'okta',
        idp_host: 'https://dev.example.com',
        registration_endpoint: 'https://dev.example.com/oauth2/v1/clients',
      },
    },
  })
  const [client] = await lab.client.listRegistrations()
  expect(client).toMatchObject({
    id: taken.registration,
    client_name: 'From elsewhere',
    origin: 'adopted',
    has_registration_access_token: true,
  })
})

test('a token is kept under a name, and requests can refer to it', async () => {
  const text = JSON.stringify({ access_token: 'canary-token-abcdef', token_type: 'Bearer' })
  const { findings } = await find(text)
  expect(findings).toMatchObject([{ kind: 'token', name: 'captured-access-token' }])
  const taken = await lab.client.takeCredentials({
    body: { kind: 'token', text, finding: '0', name: 'mine' },
  })
  expect(taken).toEqual({ secret: 'mine' })
  const secrets = await lab.client.listReplaySecrets()
  expect(secrets).toMatchObject([{ name: 'mine', mask: '••••cdef' }])
})

test('a token of the lab is verified against its key set and linted; without keys nothing is claimed', async () => {
  const run = await runSteps(lab.client, await lab.client.createRun({ body: {} }), {
    last: 'token',
  })
  const [token] = await lab.client.listTokens()
  const { value } = await lab.client.revealSecret({
    body: { secret: `token/${token?.id}/access_token` },
  })
  const { findings } = await find(`Authorization: Bearer ${value}`)
  expect(findings[0]?.issuer).toContain('/oauth2/default')
  const inspect = (keys: Parameters<typeof lab.client.inspectCaptured>[0]['body']['keys']) =>
    lab.client.inspectCaptured({ body: { text: value, finding: '0', keys } })
  const checked = await inspect({ kind: 'url', url: findings[0]?.issuer ?? '' })
  expect(checked.checks[0]).toMatchObject({ id: 'signature', state: 'passed' })
  expect(checked.claims).toMatchObject({ iss: findings[0]?.issuer })
  const unchecked = await inspect({ kind: 'none' })
  expect(unchecked.checks[0]).toMatchObject({ state: 'warned', evidence: /Not checked/ })
  const foreign = await inspect({ kind: 'text', text: '{"keys":[]}' })
  expect(foreign.checks[0]).toMatchObject({ state: 'failed' })
  await expect(inspect({ kind: 'text', text: 'nonsense' })).rejects.toThrow(/no key set/)
  expect(run.id).toBeTruthy()
})

test('what was looked at is masked wherever it turns up later', async () => {
  await find(JSON.stringify({ access_token: 'canary-looked-at-9911' }))
  await lab.client
    .sendReplay({
      body: {
        request: {
          method: 'GET',
          url: `${lab.companion.addresses.sample_api}/anything?q=canary-looked-at-9911`,
          route: 'direct',
        },
      },
    })
    .catch(() => undefined)
  expect(JSON.stringify(await lab.client.listExchanges())).not.toContain('canary-looked-at-9911')
})

test('a text without credentials says what can be pasted', async () => {
  expect(await find('hello')).toMatchObject({ findings: [], note: /Paste the answer/ })
})

const JWT = 'eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2EuZXhhbXBsZSJ9.c2ln'

test.each<[string, string, string[]]>([
  ['a token by itself', JWT, [`token ${JWT}`]],
  [
    'a token that was broken over lines',
    `${JWT.slice(0, 20)}\n  ${JWT.slice(20)}`,
    [`token ${JWT}`],
  ],
  ['a bearer header', `Bearer ${JWT}`, [`token ${JWT}`]],
  [
    'a curl command with Basic',
    `curl -u id1:secret1 -d grant_type=client_credentials https://a.example/token`,
    ['client id1 secret1'],
  ],
  [
    'a curl command with a form',
    `curl https://a.example/token --data-raw 'grant_type=client_credentials&client_id=id2&client_secret=s%2B2'`,
    ['client id2 s+2'],
  ],
  [
    'a curl command with a token',
    `curl -H 'Authorization: Bearer t1' https://a.example`,
    ['token t1'],
  ],
  [
    'HAR with an answer in base64',
    JSON.stringify({
      log: {
        entries: [
          {
            request: { method: 'POST', url: 'https://a.example/register', headers: [] },
            response: {
              content: {
                encoding: 'base64',
                text: Buffer.from('{"client_id":"id3","client_secret":"s3"}').toString('base64'),
              },
            },
          },
        ],
      },
    }),
    ['client id3 s3'],
  ],
  ['lines with labels', 'Client ID: id4\nClient secret: s4444', ['client id4 s4444']],
  [
    'lines below each other',
    'Client ID\nid55\nCopy\nClient Secret\nShow\ns5555',
    ['client id55 s5555'],
  ],
  ['an .env file', 'export CLIENT_ID="id66"\nexport CLIENT_SECRET="s6666"', ['client id66 s6666']],
  ['a form', 'client_id=id7&client_secret=s7&grant_type=x', ['client id7 s7']],
  [
    'a wrapped answer',
    '{"data":{"client":{"client_id":"id8","client_secret":"s8"}}}',
    ['client id8 s8'],
  ],
  ['the same token twice', '[{"access_token":"t2"},{"access_token":"t2"}]', ['token t2']],
  ['a client id alone', '{"client_id":"id9"}', []],
  ['a value with another type', '{"client_id":7,"client_secret":"x"}', []],
  ['deep nesting', `${'['.repeat(500)}${']'.repeat(500)}`, []],
  ['members of the prototype', '{"__proto__":{"access_token":"t"}}', ['token t']],
])('%s', (_case, text, wanted) => {
  const found = findInText(text).map((one) =>
    one.kind === 'client'
      ? `client ${one.information.client_id} ${String(one.information['client_secret'])}`
      : `token ${one.value}`,
  )
  expect(found).toEqual(wanted)
})

test('what is shown of a finding holds no secret of its address or of a member inside', async () => {
  const text = JSON.stringify({
    log: {
      entries: [
        {
          request: {
            method: 'POST',
            url: 'https://ada:canary-pass-1@a.example/register?access_token=canary-tok-123456',
          },
          response: {
            content: {
              text: JSON.stringify({
                client_id: 'inside',
                client_secret: 'canary-secret-123456',
                jwks: { keys: [{ kty: 'EC', d: 'canary-private-12345' }] },
                more: [{ api_key: 'canary-key-123456' }],
              }),
            },
          },
        },
      ],
    },
  })
  const { findings } = await find(text)
  expect(findings[0]).toMatchObject({ kind: 'client', title: 'Client inside' })
  expect(JSON.stringify(findings)).not.toContain('canary')
})

test('a secret with half a surrogate pair is a finding like another', async () => {
  const { findings } = await find('{"client_id":"odd","client_secret":"\\ud800-half-a-pair"}')
  expect(findings).toHaveLength(1)
})

test('a line of quotes without end is read in one pass', () => {
  // Looked at from every place it would take minutes; the limit of a test is 5 s.
  expect(findInText(`Client ID x${'"'.repeat(1_000_000)}x`)).toEqual([])
})
