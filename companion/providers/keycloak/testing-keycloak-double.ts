import type { HttpClient, HttpRequest } from '../../outgoing/http-client.ts'

/** The issuer of the realm that the double knows. */
export const REALM = 'https://sso.example/realms/lab'

/** An administrator's access token as far as it is looked at: the claim `typ`. */
export const ADMIN_TOKEN = makeToken('Bearer')
export const INITIAL_TOKEN = makeToken('InitialAccessToken')

/** What the calls carry: a scope's name, a policy's configuration, the limits of a token. */
interface Sent {
  name?: string
  config?: Record<string, string[]>
  count?: number
  expiration?: number
}

interface Answer {
  status: number
  location?: string
  body?: unknown
}

const ADMIN = 'https://sso.example/admin/realms'
const POLICIES = `${ADMIN}/lab/components?type=org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy`

/**
 * Stands in for Keycloak's admin REST API at the wire. Status, headers and members of each answer were
 * recorded at Keycloak 26.7.3 on 27 November 2026, lists shortened to what the test needs.
 */
export class KeycloakDouble {
  /** `METHOD path` of every call, below the address of the realm's administration. */
  readonly calls: string[] = []
  /** Names of the client scopes by the list they are in. */
  readonly lists = {
    'client-scopes': ['basic', 'profile'],
    'default-default-client-scopes': ['basic', 'profile'],
    'default-optional-client-scopes': ['phone'],
  }
  policyConfig: Record<string, string[]> = { 'allow-default-scopes': ['true'] }

  readonly http: HttpClient = {
    send: async (_context, request) => {
      const { status, location, body } = this.#answer(request)
      const text = body === undefined ? '' : JSON.stringify(body)
      return {
        status,
        headers: location === undefined ? [] : [['location', location]],
        text,
        readUnmasked: () => text,
        readMasked: () => text,
        exchange: '',
      }
    },
  }

  #answer({ method, url, headers, body }: HttpRequest): Answer {
    this.calls.push(`${method} ${url.slice(ADMIN.length)}`)
    if (headers['authorization'] !== `Bearer ${ADMIN_TOKEN}`)
      return { status: 401, body: { error: 'HTTP 401 Unauthorized' } }
    if (!url.startsWith(`${ADMIN}/lab/`))
      return { status: 404, body: { error: 'Realm not found.' } }
    const sent = (typeof body === 'string' ? JSON.parse(body) : {}) as Sent
    const [path = '', id = ''] = url.slice(`${ADMIN}/lab/`.length).split('/')
    if (path === 'clients-initial-access') return this.#initialAccess(method, sent)
    if (url === POLICIES) return { status: 200, body: [this.#describePolicy()] }
    if (path === 'components') return this.#savePolicy(sent)
    return this.#changeScopes(path as keyof KeycloakDouble['lists'], { method, id, sent })
  }

  #initialAccess(method: string, { count, expiration }: Sent): Answer {
    if (method === 'GET') return { status: 200, body: [] }
    const id = '2823947d-256f-4cf9-8bca-99efba52e786'
    const members = { id, timestamp: 1795795165, expiration, count, remainingCount: count }
    return {
      status: 201,
      location: `${ADMIN}/lab/clients-initial-access/${id}`,
      body: { ...members, token: INITIAL_TOKEN },
    }
  }

  #describePolicy() {
    return {
      id: 'b7ba7ec9-8c31-45e3-aa8f-2221e97725f6',
      name: 'Allowed Client Scopes',
      providerId: 'allowed-client-templates',
      providerType: 'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy',
      parentId: 'c3c21832-ccf8-4a0a-bc16-31ddf836330e',
      subType: 'authenticated',
      config: this.policyConfig,
    }
  }

  #savePolicy({ config = {} }: Sent): Answer {
    this.policyConfig = config
    return { status: 204 }
  }

  /** Ids are names here: Keycloak's are UUIDs. */
  #changeScopes(
    list: keyof KeycloakDouble['lists'],
    { method, id, sent }: { method: string; id: string; sent: Sent },
  ): Answer {
    const names = this.lists[list]
    if (method === 'GET')
      return {
        status: 200,
        body: names.map((name) => ({ id: name, name, protocol: 'openid-connect' })),
      }
    if (method === 'DELETE') this.lists[list] = names.filter((name) => name !== id)
    else names.push(method === 'PUT' ? id : (sent['name'] ?? ''))
    if (method !== 'POST') return { status: 204 }
    return { status: 201, location: `${ADMIN}/lab/client-scopes/${sent['name'] ?? ''}` }
  }
}

function makeToken(typ: string): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256' })}.${part({ typ })}.c2lnbmF0dXJl`
}
