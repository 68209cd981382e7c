import { AppError } from '#shared/errors/app-error.ts'
import * as z from '#shared/zod.ts'
import type { AdminCheck, AdminPart, EnsuredScope, ScopeOrder } from '../admin.ts'
import { type AdminCaller, createAdminCaller } from '../admin-call.ts'
import { findExplanation } from '../explanation.ts'
import { KEYCLOAK_ADMIN_EXPLANATIONS } from './admin-explanations.ts'

const ClientScope = z.looseObject({ id: z.string(), name: z.string() })

const InitialAccess = z.looseObject({ token: z.string() })

/** A client registration policy; every value of its configuration is a list of texts. */
const Policy = z.looseObject({
  id: z.string(),
  name: z.string(),
  providerId: z.string(),
  subType: z.string().optional(),
  config: z.record(z.string(), z.array(z.string())).default({}),
})

const POLICY_TYPE = 'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy'

/** One realm: its name, and where its administration answers. */
interface Realm {
  name: string
  url: string
}

/**
 * Keycloak's admin REST API, as far as registration needs it. The token is an access token of a user or
 * service account with the roles `manage-clients` and `manage-realm` of the realm.
 *
 * @see [Keycloak: admin REST API](https://www.keycloak.org/docs-api/latest/rest-api/index.html)
 * @see [Keycloak: initial access token](https://www.keycloak.org/securing-apps/client-registration#_initial_access_token)
 */
export const keycloakAdmin: AdminPart = {
  recognises: (token) => readKind(token) === 'Bearer',
  open({ http, context, issuer, token }) {
    const realm = findRealm(issuer)
    const caller = createAdminCaller({
      http,
      context,
      provider: 'Keycloak',
      authorization: `Bearer ${token}`,
      explain: (error) => findExplanation(KEYCLOAK_ADMIN_EXPLANATIONS, error),
    })
    return {
      async proveToken() {
        const url = `${realm.url}/clients-initial-access`
        const { status } = await caller.send({ label: 'Prove the administrator’s token', url })
        return {
          id: 'accepted',
          text: 'The token may list initial access tokens',
          state: 'passed',
          evidence: `GET ${url} answered ${status}`,
        }
      },
      async createInitialToken({ uses, seconds }) {
        const answer = await caller.read(InitialAccess, {
          label: 'Create initial access token',
          method: 'POST',
          url: `${realm.url}/clients-initial-access`,
          body: { count: uses, expiration: seconds },
        })
        return answer.token
      },
      ensureScope: (order) => ensureScope(caller, realm, order),
      ensurePolicy: ({ scope }) => allowScope(caller, realm, scope),
    }
  },
}

/** The claim `typ`: "Bearer" is an access token, "InitialAccessToken" is good for registration alone. */
function readKind(token: string): unknown {
  try {
    const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')
    return (JSON.parse(claims) as { typ?: unknown }).typ
  } catch {
    return undefined
  }
}

/** @throws AppError `INPUT_INVALID` where the issuer is not one of a realm. */
function findRealm(issuer: string): Realm {
  const [, base, name] = /^(.+)\/realms\/([^/]+)$/.exec(issuer) ?? []
  if (base === undefined || name === undefined)
    throw new AppError('INPUT_INVALID', {
      detail: `${issuer} is not the issuer of a Keycloak realm.`,
      hint: 'It ends with /realms/NAME, such as https://sso.example.com/realms/main.',
    })
  return { name: decodeURIComponent(name), url: `${base}/admin/realms/${name}` }
}

const DEFAULT = 'default-default-client-scopes'
const OPTIONAL = 'default-optional-client-scopes'

async function ensureScope(
  caller: AdminCaller,
  realm: Realm,
  { name, isDefault = false, mayChange }: ScopeOrder,
): Promise<EnsuredScope> {
  const find = async (list: string, label: string) => {
    const call = { label, url: `${realm.url}/${list}` }
    const scopes = await caller.read(z.array(ClientScope), call)
    return scopes.find((scope) => scope.name === name)
  }
  const known = await find('client-scopes', 'List client scopes')
  if (!known && !mayChange) throw missingScope(realm, name)
  const { id } = known ?? (await createScope(caller, realm, name))
  const hasAll = (await find(DEFAULT, 'List default client scopes')) !== undefined
  const hasSome = (await find(OPTIONAL, 'List optional client scopes')) !== undefined
  const isAssigned = hasAll || (hasSome && !isDefault)
  if (!isAssigned && mayChange) await assignScope(caller, realm, { id, isDefault })
  const isOffered = isAssigned || mayChange
  return {
    name,
    isDefault: hasAll || (isDefault && mayChange),
    isMade: known === undefined,
    issuedBy: `The realm "${realm.name}"`,
    checks: [
      {
        id: 'exists',
        text: known ? 'The scope existed already' : 'The scope is created',
        state: 'passed',
        evidence: `id ${id}`,
      },
      {
        id: 'assigned',
        text: 'A new client may ask for it',
        state: isOffered ? 'passed' : 'warned',
        evidence: isOffered
          ? 'It is assigned to every client that registers from now on'
          : 'In Keycloak: Client scopes → Assigned type → Optional',
      },
    ],
  }
}

/** The answer has no body: the new scope's address is in the header `Location`. */
async function createScope(
  caller: AdminCaller,
  { url }: Realm,
  name: string,
): Promise<{ id: string }> {
  const { headers } = await caller.send({
    label: 'Create client scope',
    method: 'POST',
    url: `${url}/client-scopes`,
    body: {
      name,
      protocol: 'openid-connect',
      attributes: { 'include.in.token.scope': 'true', 'display.on.consent.screen': 'false' },
    },
  })
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  const id = location?.split('/').at(-1)
  if (id !== undefined) return { id }
  throw new AppError('PROVIDER_REPLY_INVALID', {
    detail: 'Keycloak created the scope without saying where.',
    hint: 'Its answer has no Location header; a proxy in between may have taken it out.',
  })
}

/** To every client that registers from now on: in all its tokens, or where it asks. */
async function assignScope(
  caller: AdminCaller,
  { url }: Realm,
  { id, isDefault }: { id: string; isDefault: boolean },
): Promise<void> {
  if (isDefault) {
    // A scope is in one of the two lists alone, and Keycloak does not move it by itself.
    await caller.send({
      label: 'Take the scope out of the optional ones',
      method: 'DELETE',
      url: `${url}/${OPTIONAL}/${id}`,
    })
  }
  await caller.send({
    label: 'Assign the scope to new clients',
    method: 'PUT',
    url: `${url}/${isDefault ? DEFAULT : OPTIONAL}/${id}`,
  })
}

/**
 * Lets clients that register with a token name the scope in their metadata.
 *
 * @see [Keycloak: client registration policies](https://www.keycloak.org/securing-apps/client-registration#_client_registration_policies)
 */
async function allowScope(caller: AdminCaller, { url }: Realm, scope: string): Promise<AdminCheck> {
  const policies = await caller.read(z.array(Policy), {
    label: 'List registration policies',
    url: `${url}/components?${new URLSearchParams({ type: POLICY_TYPE }).toString()}`,
  })
  const policy = policies.find(
    ({ providerId, subType }) =>
      providerId === 'allowed-client-templates' && subType === 'authenticated',
  )
  const check = { id: 'policy', text: 'Registration may name the scope', state: 'passed' as const }
  if (!policy) return { ...check, evidence: 'No policy restricts the scopes of new clients' }
  const { config } = policy
  const allowed = config['allowed-client-scopes'] ?? []
  const missing = [scope, ...(await findOwnScopes(caller, url))].filter(
    (name) => !allowed.includes(name),
  )
  if (config['allow-default-scopes']?.[0] === 'true' || missing.length === 0)
    return { ...check, evidence: `The policy "${policy.name}" allows it` }
  await caller.send({
    label: 'Allow the scope in the registration policy',
    method: 'PUT',
    url: `${url}/components/${policy.id}`,
    body: { ...policy, config: { ...config, 'allowed-client-scopes': [...allowed, ...missing] } },
  })
  return { ...check, evidence: `The policy "${policy.name}" lists it now` }
}

/**
 * Scopes that Keycloak itself gives to a client which names one: the policy is asked about them, too.
 * Versions before 25 have none.
 */
async function findOwnScopes(caller: AdminCaller, url: string): Promise<string[]> {
  const call = { label: 'List client scopes', url: `${url}/client-scopes` }
  const scopes = await caller.read(z.array(ClientScope), call)
  return scopes.flatMap(({ name }) => (name === 'basic' ? [name] : []))
}

function missingScope({ name: realm }: Realm, name: string): AppError {
  return new AppError('PROVIDER_REJECTED', {
    detail: `The realm "${realm}" has no client scope "${name}".`,
    hint: 'In Keycloak: Client scopes → Create client scope, type Optional, then check again.',
    issues: [
      { field: 'scope', rule: 'exists', message: `There is no scope "${name}" at this provider.` },
    ],
  })
}
