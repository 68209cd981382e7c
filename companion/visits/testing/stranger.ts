import { createHash, randomBytes } from 'node:crypto'
import { browse } from './browse.ts'
import type { TestCompanion } from '../../test-companion.ts'

/** An API behind the gateway for MCP clients: RFC 6750 answers, tokens of the `mcp` dialect. */
export async function openMcpApi(
  { client, companion }: TestCompanion,
  { lab = {}, target }: { lab?: Record<string, unknown>; target?: string } = {},
): Promise<string> {
  const { idp, gateway, sample_api } = companion.addresses
  await client.putPolicy({
    params: { policy: 'mcp-pol' },
    body: {
      id: 'mcp-pol',
      name: 'MCP',
      rate: 1000,
      per: 1,
      quota_max: -1,
      access_rights: { 'mcp-api': { api_id: 'mcp-api', api_name: 'MCP', versions: ['Default'] } },
    },
  })
  await client.putApi({
    params: { api: 'mcp-api' },
    body: {
      name: 'MCP',
      api_id: 'mcp-api',
      active: true,
      use_keyless: false,
      enable_jwt: true,
      jwt_signing_method: 'rsa',
      jwt_source: `${idp}/mcp/jwks`,
      jwt_identity_base_field: 'sub',
      jwt_policy_field_name: 'pol',
      jwt_default_policies: ['mcp-pol'],
      config_data: {
        dcr_lab: {
          error_profile: 'rfc6750',
          allowed_issuers: [`${idp}/mcp`],
          scopes_supported: ['openid', 'offline_access'],
          ...lab,
        },
      },
      proxy: { listen_path: '/mcp/', target_url: target ?? sample_api, strip_listen_path: true },
    },
  })
  return `${gateway}/mcp`
}

export interface Grant {
  code: string
  verifier: string
}

/** A client that this lab has not met, one leg at a time, as the specifications have them. */
export class Stranger {
  readonly #api: string
  readonly #issuer: string
  readonly redirectUri = 'http://127.0.0.1:9/callback'
  #secret = ''
  clientId = ''
  token = ''
  scope = 'openid offline_access'
  resource: string

  constructor(api: string, issuer: string) {
    this.#api = api
    this.#issuer = issuer
    this.resource = api
  }

  call(path = '/'): Promise<Response> {
    return fetch(this.#api + path, {
      headers: this.token === '' ? {} : { authorization: `Bearer ${this.token}` },
    })
  }

  async discover(): Promise<void> {
    await this.call()
    const { origin, pathname } = new URL(this.#api)
    await fetch(`${origin}/.well-known/oauth-protected-resource${pathname}`)
    await this.readServer()
  }

  readServer(): Promise<Response> {
    const { origin, pathname } = new URL(this.#issuer)
    return fetch(`${origin}/.well-known/oauth-authorization-server${pathname}`, {
      headers: { 'mcp-protocol-version': '2025-11-25' },
    })
  }

  async register(metadata: Record<string, unknown> = {}): Promise<Response> {
    const answer = await fetch(`${this.#issuer}/reg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'Stranger',
        redirect_uris: [this.redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        ...metadata,
      }),
    })
    const { client_id = '', client_secret = '' } = (await answer.clone().json()) as Partial<
      Record<'client_id' | 'client_secret', string>
    >
    this.clientId = client_id
    this.#secret = client_secret
    return answer
  }

  /** Opens the authorization page and signs in, as a browser would. @returns The last answer of the provider. */
  async authorize(change: Record<string, string> = {}): Promise<{ last: Response; grant: Grant }> {
    const verifier = randomBytes(32).toString('base64url')
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      scope: this.scope,
      resource: this.resource,
      state: randomBytes(8).toString('hex'),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...change,
    })
    const last = await browse(`${this.#issuer}/auth?${query}`)
    const location = new URL(last.headers.get('location') ?? 'none:')
    return { last, grant: { code: location.searchParams.get('code') ?? '', verifier } }
  }

  async exchange(
    { code, verifier }: Grant,
    change: Record<string, string> = {},
  ): Promise<Response> {
    const answer = await fetch(`${this.#issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: this.clientId,
        code,
        code_verifier: verifier,
        redirect_uri: this.redirectUri,
        resource: this.resource,
        ...change,
      }),
    })
    const { access_token } = (await answer.clone().json()) as { access_token?: string }
    if (access_token !== undefined) this.token = access_token
    return answer
  }

  /** Asks for a token of its own, which no person grants. */
  askForItself(change: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.#issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: this.clientId,
        client_secret: this.#secret,
        resource: this.resource,
        ...change,
      }),
    })
  }

  /** From the first call to a token. */
  async connect(): Promise<void> {
    await this.discover()
    await this.register()
    const { grant } = await this.authorize()
    await this.exchange(grant)
  }
}
