import { readLabSettings } from '#shared/tyk/lab-settings.ts'
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

/** The gateway's words where one of these checks failed, with what the definition says beside it. */
function seen(
  { call }: Evidence,
  ids: readonly CheckId[],
  beside: (call: Call) => string = () => '',
): string | undefined {
  const failed = call?.verdict?.checks.find(
    ({ id, state }) => state === 'failed' && ids.includes(id),
  )
  if (!call || !failed) return undefined
  return [`${call.status}: ${failed.reason ?? failed.title}`, beside(call)]
    .filter(Boolean)
    .join(' ')
}

function describeSource({ definition }: Call): string {
  const source = readJwtSource(definition.jwt_source)
  if (source?.kind === 'url') return source.url
  return source ? 'a public key' : 'nothing'
}

function quote(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(', ')
}

/** The gateway's verdict over the token, held against the API's definition. */
export const GATEWAY_RULES: readonly Rule[] = [
  {
    id: 'api-not-served',
    layer: 'gateway',
    title: 'The gateway does not serve the API',
    expected: 'An active definition on the path that is called.',
    cause: 'The definition is not active, or another one has its path.',
    reference: DEFINITION,
    find: (evidence) => seen(evidence, ['route', 'endpoint']),
    remedy: { label: 'Make the definition active', api: { definition: {} } },
  },
  {
    id: 'api-key-set',
    layer: 'gateway',
    title: 'The API looks for the key in the wrong place',
    expected: 'jwt_source with the jwks_uri of the provider’s metadata.',
    cause: 'The definition names another key set, or one that does not answer.',
    reference: JWT,
    find: (evidence) =>
      seen(
        evidence,
        ['key', 'signature'],
        (call) =>
          `jwt_source is ${describeSource(call)}, the metadata says ${evidence.discovery?.jwks_uri ?? 'nothing'}.`,
      ),
    remedy: { label: 'Set jwt_source to the provider’s key set', api: { definition: {} } },
  },
  {
    id: 'api-issuer',
    layer: 'gateway',
    title: 'The API takes tokens of another issuer',
    expected: 'The provider’s issuer among those that the API allows.',
    cause: 'The definition was made for another tenant, realm or address of the provider.',
    reference: JWT,
    find: (evidence) =>
      seen(
        evidence,
        ['issuer'],
        ({ definition }) =>
          `iss is "${String(evidence.claims?.['iss'])}", allowed: ${quote(readLabSettings(definition).allowed_issuers)}.`,
      ),
    remedy: { label: 'Allow the provider’s issuer', api: { definition: {} } },
  },
  {
    id: 'api-audience',
    layer: 'gateway',
    title: 'The API wants another audience',
    expected: 'An audience of the token among those that the API allows.',
    cause: 'The token was asked for without naming the API, or the definition names it otherwise.',
    reference: JWT,
    find: (evidence) =>
      seen(
        evidence,
        ['audience'],
        ({ definition }) =>
          `aud is ${JSON.stringify(evidence.claims?.['aud'])}, allowed: ${quote(readLabSettings(definition).allowed_audiences)}.`,
      ),
    remedy: { label: 'Allow the audience of the token', api: { definition: {} } },
  },
  {
    id: 'api-identity',
    layer: 'gateway',
    severity: 'warning',
    title: 'The API reads the caller from a claim that names nobody',
    expected: 'jwt_identity_base_field with a claim of the provider’s tokens that is text.',
    cause:
      'The claim that holds the identity differs from provider to provider; without it Tyk takes sub.',
    reference: JWT,
    find: ({ call, claims }) => {
      const name = call?.definition.jwt_identity_base_field ?? ''
      return (
        claims !== undefined &&
        name !== '' &&
        name !== 'sub' &&
        typeof claims[name] !== 'string' &&
        `The API reads "${name}"; the token has ${Object.keys(claims).join(', ')}.`
      )
    },
    remedy: { label: 'Read the caller from a claim that is there', api: { definition: {} } },
  },
  {
    id: 'api-policy-missing',
    layer: 'gateway',
    title: 'No policy applies to the token',
    expected: 'A policy named by the token, or a default policy of the API.',
    cause: 'The API has no default policy, or the token names one that the gateway does not have.',
    reference: POLICIES,
    find: (evidence) => seen(evidence, ['policy']),
    remedy: { label: 'Give the API a default policy', api: { has_policy: true, definition: {} } },
  },
  {
    id: 'api-not-granted',
    layer: 'gateway',
    title: 'The policy does not open this API',
    expected: 'The API among the access rights of the policy.',
    cause: 'The policy was made for other APIs.',
    reference: POLICIES,
    find: (evidence) => seen(evidence, ['access_right']),
    remedy: { label: 'Add the API to the policy', api: { policy: {} } },
  },
  {
    id: 'api-upstream',
    layer: 'gateway',
    title: 'The API behind the gateway does not answer well',
    expected: 'An answer below 400 from the API itself.',
    cause: 'The token is good; the target address is wrong, or the API is down.',
    reference: DEFINITION,
    find: (evidence) => {
      const { call } = evidence
      const target = ({ definition }: Call): string => `Target: ${definition.proxy.target_url}.`
      if (call?.verdict?.is_allowed && call.status >= 400)
        return `The API answered ${call.status}. ${target(call)}`
      return seen(evidence, ['upstream'], target)
    },
    remedy: { label: 'Correct the target address', api: { definition: {} } },
  },
  {
    id: 'gateway-refused',
    layer: 'gateway',
    title: 'The gateway refuses the token',
    expected: '200 from the API.',
    cause: 'The gateway’s verdict says which check failed, and why.',
    reference: POLICIES,
    find: ({ call }) => {
      const failed = call?.verdict?.checks.find(({ state }) => state === 'failed')
      if (!call || call.status < 400) return undefined
      return failed
        ? `${call.status}: ${failed.reason ?? failed.title}`
        : `${call.status}: ${call.text.trim()}`
    },
    remedy: {
      label: 'Follow the verdict',
      api: { has_policy: true, definition: {}, policy: {} },
    },
  },
]
