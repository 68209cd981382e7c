/** Keycloak's admin REST API, as the bootstrap administrator. */
export interface KeycloakAdmin {
  /** @throws Error for any status of 400 and above. */
  call(method: string, path: string, body?: unknown): Promise<unknown>
}

export const BOOTSTRAP = {
  KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
  KC_BOOTSTRAP_ADMIN_PASSWORD: 'admin',
}

export function createKeycloakAdmin(origin: string): KeycloakAdmin {
  return {
    async call(method, path, body) {
      const answer = await fetch(`${origin}/admin/realms${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await getToken(origin)}`,
          'content-type': 'application/json',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
      return text === '' ? undefined : JSON.parse(text)
    },
  }
}

async function getToken(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'admin-cli',
      username: BOOTSTRAP.KC_BOOTSTRAP_ADMIN_USERNAME,
      password: BOOTSTRAP.KC_BOOTSTRAP_ADMIN_PASSWORD,
    }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}

/** The user of the realm, as her sign-in form asks for her. */
export const ANN = { username: 'ann', password: 'pw' }
const REALM = 'lab'

/**
 * Makes a realm with the optional scope `tyk` and one user.
 *
 * @returns What the rows need of it.
 */
export async function makeRealm(origin: string): Promise<{
  issuer: string
  admin: KeycloakAdmin
  mintToken: () => Promise<string>
  countClients: () => Promise<number>
}> {
  const admin = createKeycloakAdmin(origin)
  await admin.call('POST', '', { realm: REALM, enabled: true, sslRequired: 'none' })
  await admin.call('POST', `/${REALM}/client-scopes`, {
    name: 'tyk',
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'true', 'display.on.consent.screen': 'false' },
  })
  const scopes = (await admin.call('GET', `/${REALM}/client-scopes`)) as {
    id: string
    name: string
  }[]
  const tyk = scopes.find(({ name }) => name === 'tyk')
  await admin.call('PUT', `/${REALM}/default-optional-client-scopes/${tyk?.id}`)
  await admin.call('POST', `/${REALM}/users`, {
    username: ANN.username,
    enabled: true,
    email: 'ann@example.org',
    emailVerified: true,
    firstName: 'Ann',
    lastName: 'Example',
    credentials: [{ type: 'password', value: ANN.password, temporary: false }],
  })
  const listClients = async (): Promise<unknown[]> =>
    (await admin.call('GET', `/${REALM}/clients?max=1000`)) as unknown[]
  // A realm is born with clients of its own.
  const own = (await listClients()).length
  return {
    issuer: `${origin}/realms/${REALM}`,
    admin,
    async mintToken() {
      const made = await admin.call('POST', `/${REALM}/clients-initial-access`, {
        count: 1000,
        expiration: 3600,
      })
      return (made as { token: string }).token
    },
    countClients: async () => (await listClients()).length - own,
  }
}
