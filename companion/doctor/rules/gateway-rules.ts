import { readGatewayExtras } from '#shared/tyk/gateway-extras.ts'
import { readJwtSource } from '#shared/tyk/jwt-source.ts'
import type { CheckId } from '#shared/contract/verdict.ts'
import type { Evidence } from '../evidence.ts'
import type { Rule } from '../rule.ts'

type Call = NonNullable<Evidence['call']>

const DEFINITION = {
  text: 'Tyk: API definition objects',
  href: 'https://tyk.io/docs/tyk-gateway-api/api-definition-objects/',
}
const JWT = {
  text: 'Tyk: JSON Web Tokens',
  href: 'https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/',
}
const POLICIES = {
  text: 'Tyk: security policies',
  href: 'https://tyk.io/docs/basic-config-and-security/security/security-policies/',
}

interface Refused {
  status: number
  code: string
  reason: string
}

/** What the verdict says where one of these checks failed. */
function findRefused({ call }: Evidence, ids?: readonly CheckId[]): Refused | undefined {
  const failed = call?.verdict?.checks.find(
    ({ id, state }) => state === 'failed' && (ids?.includes(id) ?? true),
  )
  if (!call || !failed) return undefined
  return {
    status: call.status,
    code: failed.code ?? '',
    reason: failed.reason ?? failed.title,
  }
}

/** The same, with what the definition says beside it. */
function findBeside<T>(
  evidence: Evidence,
  ids: readonly CheckId[],
  beside: (call: Call) => T,
): (Refused & T) | undefined {
  const refused = findRefused(evidence, ids)
  return refused && evidence.call ? { ...refused, ...beside(evidence.call) } : undefined
}

/** An address, or what there is in place of one. */
function describeSource({ definition }: Call): string {
  const source = readJwtSource(definition.jwt_source ?? '')
  if (source?.kind === 'url') return source.url
  return source ? 'KEY' : 'NONE'
}

function quote(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(', ')
}

/** The gateway's verdict over the token, held against the API's definition. */
export const GATEWAY_RULES: readonly Rule[] = [
  {
    id: 'api-not-served',
    layer: 'gateway',
    reference: DEFINITION,
    find: (evidence) => findRefused(evidence, ['route', 'endpoint']),
    fix: { api: { definition: {} } },
  },
  {
    id: 'api-key-set',
    layer: 'gateway',
    reference: JWT,
    find: (evidence) =>
      findBeside(evidence, ['key', 'signature'], (call) => ({
        source: describeSource(call),
        published: evidence.discovery?.jwks_uri ?? '',
      })),
    fix: { api: { definition: {} } },
  },
  {
    id: 'api-issuer',
    layer: 'gateway',
    reference: JWT,
    find: (evidence) =>
      findBeside(evidence, ['issuer'], ({ definition }) => ({
        iss: String(evidence.claims?.['iss']),
        allowed: quote(readGatewayExtras(definition).allowed_issuers),
      })),
    fix: { api: { definition: {} } },
  },
  {
    id: 'api-audience',
    layer: 'gateway',
    reference: JWT,
    find: (evidence) =>
      findBeside(evidence, ['audience'], ({ definition }) => ({
        aud: JSON.stringify(evidence.claims?.['aud']),
        allowed: quote(readGatewayExtras(definition).allowed_audiences),
      })),
    fix: { api: { definition: {} } },
  },
  {
    id: 'api-identity',
    layer: 'gateway',
    severity: 'warning',
    reference: JWT,
    find: ({ call, claims }) => {
      const name = call?.definition.jwt_identity_base_field ?? ''
      return (
        claims !== undefined &&
        name !== '' &&
        name !== 'sub' &&
        typeof claims[name] !== 'string' && {
          claim: name,
          claims: Object.keys(claims).join(', '),
        }
      )
    },
    fix: { api: { definition: {} } },
  },
  {
    id: 'api-policy-missing',
    layer: 'gateway',
    reference: POLICIES,
    find: (evidence) => findRefused(evidence, ['policy']),
    fix: { api: { has_policy: true, definition: {} } },
  },
  {
    id: 'api-not-granted',
    layer: 'gateway',
    reference: POLICIES,
    find: (evidence) => findRefused(evidence, ['access_right']),
    fix: { api: { policy: {} } },
  },
  {
    id: 'api-upstream',
    layer: 'gateway',
    reference: DEFINITION,
    find: (evidence) => {
      const { call } = evidence
      const target = call?.definition.proxy.target_url ?? ''
      if (call?.verdict?.is_allowed && (call.status < 200 || call.status > 299))
        return { status: call.status, code: '', reason: '', target }
      return findBeside(evidence, ['upstream'], () => ({ target }))
    },
    fix: { api: { definition: {} } },
  },
  {
    id: 'gateway-refused',
    layer: 'gateway',
    reference: POLICIES,
    find: (evidence) => {
      const { call } = evidence
      if (!call || (call.verdict?.is_allowed && call.status >= 200 && call.status < 300))
        return undefined
      return findRefused(evidence) ?? { status: call.status, code: '', reason: call.text.trim() }
    },
    fix: {
      api: { has_policy: true, definition: {}, policy: {} },
    },
  },
]
