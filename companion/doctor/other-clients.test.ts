import { describe, expect, test } from 'vitest'
import type { Examination } from '#shared/contract/doctor.ts'
import { type GivenAnswer, startAnsweringProvider } from './testing/answering-provider.ts'
import { MANAGED_CLIENT, openExaminedProvider } from './testing/examined-provider.ts'

const examined = openExaminedProvider()

function errorsOf({ findings }: Examination): string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)
}

describe('the doctor’s own probes are no evidence', () => {
  test('a try without a token does not make the client a sprawling one', async () => {
    let count = 0
    examined.provider.serve({
      'POST /register': () => {
        count += 1
        const body = {
          client_id: `c${count}`,
          client_secret: 's',
          grant_types: ['client_credentials'],
        }
        return { status: 201, body }
      },
    })
    const { findings } = await examined.examine({ client: { tries_without_token: true } })
    const ids = findings.map(({ id }) => id)
    expect(ids).toContain('open-to-everybody')
    expect(ids).not.toContain('client-sprawl')
  })

  test('every call is among the exchanges, those that failed and the clean-up as well', async () => {
    examined.provider.serve({
      ...MANAGED_CLIENT,
      'DELETE /register/c1': { status: 500 },
      'POST /token': { status: 0, breaks: true },
    })
    const { exchanges, findings } = await examined.examine()
    const sent = await Promise.all(
      exchanges.map((exchange) => examined.lab.client.getExchange({ params: { exchange } })),
    )
    const calls = sent.map(({ request }) => `${request.method} ${new URL(request.url).pathname}`)
    expect(calls).toEqual(examined.provider.calls)
    expect(findings.map(({ id }) => id)).toContain('deletion-refused')
  })
})

describe('an update that is refused', () => {
  test('is told as a refused update, not as an unreachable host', async () => {
    examined.provider.serve({
      ...MANAGED_CLIENT,
      'PUT /register/c1': { status: 403, body: { error: 'forbidden' } },
      'DELETE /register/c1': { status: 204 },
    })
    const { findings } = await examined.examine({ client: { keeps_old_token: true } })
    const ids = findings.map(({ id }) => id)
    expect(ids).toContain('update-refused')
    expect(ids).not.toContain('unreachable')
    expect(ids).not.toContain('management-missing')
    expect(ids).not.toContain('token-not-tried')
  })
})

describe('a browser', () => {
  const client = { kind: 'browser' } as const
  const cors = (origin: string, headers = 'content-type') => ({
    'access-control-allow-origin': origin,
    'access-control-allow-headers': headers,
  })
  const CLIENT = { client_id: 'c1', client_secret: 's', grant_types: ['client_credentials'] }

  test.each([
    ['no-cors', cors('https://other.example'), { status: 201, body: CLIENT }],
    ['no-cors', cors('*', 'x-other'), { status: 201, body: CLIENT }],
    ['answer-hidden', cors('*'), { status: 201, body: CLIENT }],
    ['origin-refused', cors('*'), { status: 403, body: { error: 'Invalid origin' } }],
    [undefined, cors('*'), { status: 201, body: CLIENT, headers: cors('*') }],
  ])('finds %s', async (finding, headers, answer) => {
    examined.provider.serve({
      'OPTIONS /register': { status: 204, headers },
      'POST /register': answer,
    })
    expect(errorsOf(await examined.examine({ client }))[0]).toBe(finding)
  })
})

describe('the address of an MCP server', () => {
  const metadata = (resource: string, servers: string[]): GivenAnswer => ({
    status: 200,
    body: { resource, authorization_servers: servers },
  })
  const place = 'GET /.well-known/oauth-protected-resource/mcp'
  const examineResource = (): Promise<Examination> =>
    examined.examine({ host: `${examined.provider.base}/mcp`, client: { kind: 'mcp_host' } })

  test('leads on by its metadata', async () => {
    examined.provider.serve({
      'GET /mcp': { status: 401 },
      [place]: metadata('BASE/mcp', ['BASE']),
    })
    expect(errorsOf(await examineResource())).toEqual([])
  })

  test('leads on by its challenge', async () => {
    const headers = {
      'www-authenticate': `Bearer resource_metadata="${examined.provider.base}/prm"`,
    }
    examined.provider.serve({
      'GET /mcp': { status: 401, headers },
      'GET /prm': metadata('BASE/mcp', ['BASE']),
    })
    expect(errorsOf(await examineResource())).toEqual([])
  })

  test.each([
    ['resource-mismatch', ['https://other.example/mcp', ['BASE']]],
    ['resource-without-server', ['BASE/mcp', []]],
  ] as const)('finds %s', async (finding, [resource, servers]) => {
    examined.provider.serve({
      'GET /mcp': { status: 401 },
      [place]: metadata(resource, [...servers]),
    })
    expect(errorsOf(await examineResource())[0]).toBe(finding)
  })

  test('does not send the initial access token to another host', async () => {
    const other = await startAnsweringProvider()
    examined.provider.serve({
      'GET /mcp': { status: 401 },
      [place]: metadata('BASE/mcp', [other.base]),
    })
    const tokens: unknown[] = []
    other.serve({
      'POST /register': ({ headers }) => {
        tokens.push(headers.authorization)
        return { status: 401 }
      },
    })
    await examined.examine({
      host: `${examined.provider.base}/mcp`,
      initial_access_token: 'given-for-another-host',
      client: { kind: 'mcp_host' },
    })
    expect(tokens).toEqual([undefined])
    await other.close()
  })
})
