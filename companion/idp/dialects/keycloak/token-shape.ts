import { createHash } from 'node:crypto'
import type { DialectClient } from '../profile/client-store.ts'
import type { TokenShape } from '../profile/profile.ts'
import { readClientScopes, type Realm } from './realm.ts'
import type { TokenPlan } from './token-plans.ts'

/** What stands before the id of a token, by its grant. */
const ID_MARKS: Readonly<Record<string, string>> = {
  client_credentials: 'trrtcc',
  password: 'onrtro',
  authorization_code: 'onrtac',
  refresh_token: 'onrtrt',
}

/** An access token as Keycloak writes it. */
export function shapeAccessToken(
  { header, payload }: TokenShape,
  { client, realm, plan }: { client: DialectClient; realm: Realm; plan: TokenPlan },
): TokenShape {
  const { exp, iat, iss, cnf, sub } = payload
  const isService = plan.grant === 'client_credentials'
  const { isWiped } = readClientScopes(realm, client)
  return {
    header: { ...header, typ: 'JWT' },
    payload: {
      exp,
      iat,
      jti: `${ID_MARKS[plan.grant] ?? 'onrtna'}:${uuidOf(String(payload['jti']))}`,
      iss,
      aud: 'account',
      // A service account has an id of its own: it is not the client's.
      sub: isService ? uuidOf(client.client_id) : sub,
      typ: cnf === undefined ? 'Bearer' : 'DPoP',
      azp: client.client_id,
      ...(!isService && { sid: uuidOf(`${String(sub)} ${client.client_id}`) }),
      ...(cnf !== undefined && { cnf }),
      ...(!isWiped && ROLES),
      scope: plan.scope,
      ...(isService ? describeService(client, isWiped) : !isWiped && describePerson(String(sub))),
    },
  }
}

const ROLES = {
  acr: '1',
  realm_access: { roles: ['default-roles-lab', 'offline_access', 'uma_authorization'] },
  resource_access: {
    account: { roles: ['manage-account', 'manage-account-links', 'view-profile'] },
  },
}

function describeService({ client_id }: DialectClient, isWiped: boolean) {
  return {
    clientHost: '127.0.0.1',
    clientAddress: '127.0.0.1',
    client_id,
    ...(!isWiped && {
      email_verified: false,
      preferred_username: `service-account-${client_id}`,
    }),
  }
}

/** Anybody may sign in here; so everybody is an Example. */
export function describePerson(name: string): Record<string, unknown> {
  const given_name = name.charAt(0).toUpperCase() + name.slice(1)
  return {
    email_verified: true,
    name: `${given_name} Example`,
    preferred_username: name,
    given_name,
    family_name: 'Example',
    email: `${name}@example.org`,
  }
}

/** A UUID that always belongs to this text. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
