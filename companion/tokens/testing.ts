import { randomUUID } from 'node:crypto'
import type { Flow, Token } from '#shared/contract/token.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import { runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

/** A companion whose dialects have a default scope, with functions for tests of tokens. */
export class TokenLab {
  /** The companion; another object after a restart. */
  lab: TestCompanion

  constructor(lab: TestCompanion) {
    this.lab = lab
  }

  /** Registers a client, at the plain dialect unless another is given. */
  async register(
    metadata: Record<string, unknown>,
    provider: DcrProvider = 'other',
  ): Promise<string> {
    const { idp } = this.lab.companion.addresses
    const dialect = provider === 'gluu' ? `${idp}/gluu` : `${idp}/mcp`
    const path = provider === 'gluu' ? '/jans-auth/restv1/register' : '/reg'
    const { id, state, failure } = await this.lab.client.registerClient({
      body: {
        id: randomUUID(),
        origin: 'test',
        provider,
        idp_host: dialect,
        registration_endpoint: dialect + path,
        metadata: {
          client_name: 'Tokens',
          grant_types: ['client_credentials'],
          response_types: [],
          redirect_uris: [],
          token_endpoint_auth_method: 'client_secret_basic',
          ...metadata,
        },
      },
    })
    if (state !== 'active') throw new Error(failure)
    return id
  }

  /** Registers a public client at the plain dialect for grants with a user. */
  registerForCode(grants = ['authorization_code', 'refresh_token']): Promise<string> {
    return this.register({
      application_type: 'native',
      grant_types: grants,
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${this.lab.companion.addresses.portal}/oauth/callback`],
    })
  }

  getToken(registration: string): Promise<Token> {
    return this.lab.client.requestToken({ body: { grant: 'client_credentials', registration } })
  }

  async reveal({ id }: Token): Promise<string> {
    const secret = `token/${id}/access_token`
    return (await this.lab.client.revealSecret({ body: { secret } })).value
  }

  async claimsOf(token: Token): Promise<Record<string, unknown>> {
    const [, payload = ''] = (await this.reveal(token)).split('.')
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  }

  async waitFor(flow: Flow): Promise<Flow> {
    for (let look = 0; look < 150; look += 1) {
      const now = await this.lab.client.getFlow({ params: { flow: flow.id } })
      if (now.state !== 'waiting') return now
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('The flow never ended')
  }

  async findToken(id: string | undefined): Promise<Token> {
    const token = (await this.lab.client.listTokens()).find((candidate) => candidate.id === id)
    if (!token) throw new Error(`There is no token ${id}`)
    return token
  }
}

export async function startTokenLab(): Promise<TokenLab> {
  const lab = await startTestCompanion()
  // The first steps create a default scope for the clients of the tests.
  for (const provider of ['other', 'gluu', 'okta'] as const) {
    const run = await lab.client.createRun({ body: { provider, origin: 'test' } })
    await runSteps(lab.client, run, { last: 'scope' })
  }
  return new TokenLab(lab)
}
