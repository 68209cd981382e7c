import type { Evidence } from '../evidence.ts'
import { findNamedMember } from '../named-member.ts'
import { issue, rfc, type Rule } from '../rule.ts'
import { tellAnswer, tellUnexpected } from '../tell-answer.ts'

type Registration = NonNullable<Evidence['registration']>

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** Statuses of a refusal of the metadata: the standard's, and that of common frameworks. */
const REFUSALS = new Set([400, 422])

/** The member that a refusal of the metadata names. */
function findRefused(registration: Registration): string | undefined {
  const last = readLast(registration)
  return REFUSALS.has(last.status) ? findNamedMember(last) : undefined
}

/** Of several forms that were tried the last one counts: what the first one lacked was in it. */
function readLast({ seen, withRedirect }: Registration): Registration['seen'] {
  return withRedirect ?? seen
}

function hasFragment(uri: string): boolean {
  return uri.includes('#')
}

function missingFrom(wanted: unknown, granted: unknown): string[] {
  return list(wanted).filter((name) => !list(granted).includes(name))
}

/** What was asked for, and what became of it. */
export const REGISTRATION_RULES: readonly Rule[] = [
  {
    id: 'empty-500',
    pain: 28,
    layer: 'registration',
    reference: issue('different-ai/openwork', 3599),
    find: ({ registration }) =>
      registration && registration.seen.status >= 500 && tellAnswer(registration.seen),
    fix: { faults: ['empty-500', 'html-error-page'] },
  },
  {
    id: 'rate-limited',
    layer: 'registration',
    reference: rfc(6585, '4', '429 Too Many Requests'),
    find: ({ registration }) => registration?.seen.status === 429 && tellAnswer(registration.seen),
    fix: { faults: ['rate-limit'] },
  },
  {
    id: 'okta-coupling',
    pain: 1,
    layer: 'registration',
    reference: issue('TykTechnologies/tyk', 3561),
    find: ({ registration, driver }) =>
      driver.ownFindings?.includes('response-type-coupling') &&
      registration?.seen.status === 400 &&
      /'(?:grant|response)_types' must contain/.test(registration.seen.description ?? '') &&
      tellAnswer(registration.seen),
    fix: {
      client: { metadata: {} },
      faults: ['okta-coupling-web'],
    },
  },
  {
    id: 'unknown-member',
    layer: 'registration',
    reference: rfc(7591, '2', 'client metadata'),
    find: ({ registration }) => {
      if (registration?.seen.status !== 400) return undefined
      const { error = '', description = '' } = registration.seen
      // The sentence of Jackson, the JSON parser of Keycloak and of other servers in Java.
      const [, member] = /\bUnrecognized field "([^"]+)"/.exec(`${error} ${description}`) ?? []
      return member !== undefined && { ...tellAnswer(registration.seen), member }
    },
    fix: {
      client: { metadata: {} },
      faults: ['unknown-field-400'],
    },
  },
  {
    id: 'redirect-fragment',
    layer: 'registration',
    reference: rfc(6749, '3.1.2', 'redirection endpoint'),
    find: ({ registration }) =>
      registration &&
      findRefused(registration) === 'redirect_uris' &&
      list(registration.asked['redirect_uris']).some(hasFragment) &&
      tellAnswer(registration.seen),
    fix: {
      client: { metadata: {} },
      faults: ['redirect-fragment'],
    },
  },
  {
    id: 'redirect-mandatory',
    pain: 26,
    layer: 'registration',
    reference: issue('wso2/product-is', 5753),
    find: ({ registration }) =>
      registration?.withoutRedirect && {
        ...tellAnswer(registration.withoutRedirect),
        status: registration.seen.status,
      },
    fix: {
      client: { metadata: { redirect_uris: ['https://client.dcr-lab.test/callback'] } },
    },
  },
  {
    id: 'advertised-grant-refused',
    pain: 23,
    layer: 'registration',
    reference: issue('Zoo-Code-Org/Zoo-Code', 1531),
    find: ({ registration, behaviour }) =>
      registration?.seen.status === 400 &&
      behaviour.copies_supported_grants &&
      ['grant_types', undefined].includes(findRefused(registration)) && {
        ...tellAnswer(registration.seen),
        grants: list(registration.asked['grant_types']).join(' '),
      },
    fix: {
      client: { copies_supported_grants: false },
    },
  },
  {
    id: 'redirect-refused',
    layer: 'registration',
    reference: rfc(8252, '7.3', 'loopback interface redirection'),
    find: ({ registration }) =>
      registration &&
      findRefused(registration) === 'redirect_uris' && {
        ...tellAnswer(registration.seen),
        asked: list(registration.asked['redirect_uris']).join(' '),
        second: registration.withRedirect ? tellAnswer(registration.withRedirect).answer : '',
      },
    fix: { client: { metadata: {} } },
  },
  {
    id: 'member-refused',
    layer: 'registration',
    reference: rfc(7591, '3.2.2', 'client registration error response'),
    find: ({ registration }) => {
      const member = registration && findRefused(registration)
      return (
        registration && member !== undefined && { ...tellAnswer(readLast(registration)), member }
      )
    },
    fix: { client: { metadata: {} }, faults: ['name-blank'] },
  },
  {
    id: 'metadata-refused',
    layer: 'registration',
    reference: rfc(7591, '3.2.2', 'client registration error response'),
    find: ({ registration }) =>
      registration &&
      REFUSALS.has(registration.seen.status) && {
        ...tellAnswer(readLast(registration)),
        members: Object.keys(registration.asked).join(', '),
      },
    fix: {
      client: { metadata: {} },
      faults: ['name-blank'],
    },
  },
  {
    id: 'answer-no-client',
    layer: 'registration',
    reference: rfc(7591, '3.2.1', 'client information response'),
    find: ({ registration }) =>
      registration &&
      registration.granted === undefined &&
      (registration.seen.status < 400
        ? tellUnexpected(registration.seen)
        : tellAnswer(registration.seen)),
    fix: {},
  },
  {
    id: 'application-type-changed',
    pain: 2,
    layer: 'registration',
    severity: 'warning',
    reference: issue('TykTechnologies/tyk-docs-hugo', 3051),
    find: ({ registration }) => {
      const asked = registration?.asked['application_type']
      const granted = registration?.granted?.['application_type']
      return (
        asked !== undefined &&
        typeof granted === 'string' &&
        granted !== '' &&
        typeof asked === 'string' &&
        asked !== granted && { asked: JSON.stringify(asked), granted: JSON.stringify(granted) }
      )
    },
    fix: {
      faults: ['application-type-changed'],
    },
  },
  {
    id: 'grant-dropped',
    pain: 17,
    layer: 'registration',
    reference: issue('keycloak/keycloak', 32_801),
    find: ({ registration }) => {
      const granted = registration?.granted?.['grant_types']
      // An answer without the member does not say what was granted.
      if (!Array.isArray(granted)) return undefined
      const missing = missingFrom(registration?.asked['grant_types'], granted)
      return missing.length > 0 && { missing: missing.join(', ') }
    },
    fix: { faults: ['grant-dropped'] },
  },
  {
    id: 'secret-missing',
    pain: 18,
    layer: 'registration',
    reference: issue('keycloak/keycloak', 12_565),
    find: ({ registration }) => {
      const method = String(registration?.granted?.['token_endpoint_auth_method'])
      return (
        registration?.granted !== undefined &&
        !registration.hasSecret &&
        method.startsWith('client_secret') && { method }
      )
    },
    fix: {
      client: { metadata: { token_endpoint_auth_method: 'client_secret_post' } },
      faults: ['secret-missing'],
    },
  },
]

const WARNING_SECONDS = 3600

/** Changes that a client can live with, if it looks at the answer. */
export const CHANGED_RULES: readonly Rule[] = [
  {
    id: 'grants-unsaid',
    layer: 'registration',
    severity: 'warning',
    reference: rfc(7591, '2', 'client metadata'),
    find: ({ registration }) => {
      if (registration?.granted === undefined) return undefined
      const { grant_types: asked } = registration.asked
      const granted = registration.granted['grant_types']
      return list(asked).length > 0 && !Array.isArray(granted) && { asked: list(asked).join(' ') }
    },
    fix: {},
  },
  {
    id: 'scope-unsaid',
    layer: 'registration',
    severity: 'warning',
    reference: rfc(7591, '3.2.1', 'client information response'),
    find: ({ registration }) => {
      if (registration?.granted === undefined) return undefined
      const { scope: asked } = registration.asked
      const isSaid = typeof registration.granted['scope'] === 'string'
      return typeof asked === 'string' && asked !== '' && !isSaid && { asked }
    },
    fix: { faults: ['scope-dropped'] },
  },
  {
    id: 'scope-dropped',
    layer: 'registration',
    severity: 'warning',
    reference: rfc(7591, '3.2.1', 'client information response'),
    find: ({ registration }) => {
      const granted = registration?.granted?.['scope']
      if (typeof granted !== 'string') return undefined
      const asked = registration?.asked['scope']
      const missing = missingFrom(
        typeof asked === 'string' ? asked.split(' ').filter(Boolean) : [],
        granted.split(' '),
      )
      return missing.length > 0 && { missing: missing.join(' ') }
    },
    fix: {},
  },
  {
    id: 'secret-ends-soon',
    layer: 'registration',
    severity: 'warning',
    reference: rfc(7591, '3.2.1', 'client information response'),
    find: ({ registration, nowSeconds }) => {
      const endsAt = Number(registration?.granted?.['client_secret_expires_at'] ?? 0)
      const left = endsAt - nowSeconds
      return endsAt > 0 && left > 0 && left <= WARNING_SECONDS && { seconds: left }
    },
    fix: { faults: ['secret-expiry'] },
  },
  {
    id: 'auth-method-changed',
    pain: 12,
    layer: 'registration',
    severity: 'warning',
    reference: issue('keycloak/keycloak', 44_403),
    find: ({ registration }) => {
      const asked = registration?.asked['token_endpoint_auth_method']
      const granted = registration?.granted?.['token_endpoint_auth_method']
      return (
        typeof granted === 'string' &&
        granted !== '' &&
        typeof asked === 'string' &&
        asked !== granted && { asked: JSON.stringify(asked), granted: JSON.stringify(granted) }
      )
    },
    fix: {
      client: { metadata: { token_endpoint_auth_method: 'client_secret_basic' } },
    },
  },
]
