import type { Evidence } from '../evidence.ts'
import { issue, rfc, type Rule } from '../rule.ts'

type Registration = NonNullable<Evidence['registration']>

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** In the provider's words. */
function tellAnswer({ seen }: Registration): { answer: string } {
  const { status, error, description } = seen
  return { answer: `${status} ${[error, description].filter(Boolean).join(': ')}`.trim() }
}

function missingFrom(wanted: unknown, granted: unknown): string[] {
  return list(wanted).filter((name) => !list(granted).includes(name))
}

const PREFLIGHT = {
  text: 'Fetch standard, CORS preflight',
  href: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
}

/** What was asked for, and what became of it. */
export const REGISTRATION_RULES: readonly Rule[] = [
  {
    id: 'no-cors',
    pain: 11,
    layer: 'registration',
    reference: PREFLIGHT,
    find: ({ preflight, behaviour }) =>
      behaviour.kind === 'browser' &&
      preflight !== undefined &&
      preflight.allowedOrigin === undefined && { status: preflight.status },
    fix: { client: { kind: 'tool' } },
  },
  {
    id: 'empty-500',
    pain: 28,
    layer: 'registration',
    reference: issue('different-ai/openwork', 3599),
    find: ({ registration }) =>
      registration &&
      registration.seen.status >= 500 &&
      registration.seen.error === undefined && {
        status: registration.seen.status,
        isEmpty: registration.seen.text === '',
      },
    fix: { faults: ['empty-500', 'html-error-page'] },
  },
  {
    id: 'rate-limited',
    layer: 'registration',
    reference: rfc(6585, '4', '429 Too Many Requests'),
    find: ({ registration }) => registration?.seen.status === 429 && tellAnswer(registration),
    fix: { faults: ['rate-limit'] },
  },
  {
    id: 'okta-coupling',
    pain: 1,
    layer: 'registration',
    reference: issue('TykTechnologies/tyk', 3561),
    find: ({ registration }) =>
      registration &&
      /must contain/.test(registration.seen.description ?? '') &&
      tellAnswer(registration),
    fix: {
      client: { metadata: {} },
      faults: ['okta-coupling-web'],
    },
  },
  {
    id: 'redirect-fragment',
    layer: 'registration',
    reference: rfc(6749, '3.1.2', 'redirection endpoint'),
    find: ({ registration }) =>
      registration &&
      registration.seen.status === 400 &&
      /fragment/i.test(registration.seen.description ?? '') &&
      tellAnswer(registration),
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
      registration &&
      registration.seen.status === 400 &&
      /redirect/i.test(`${registration.seen.error} ${registration.seen.description}`) &&
      list(registration.asked['redirect_uris']).length === 0 &&
      tellAnswer(registration),
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
      registration &&
      registration.seen.status === 400 &&
      behaviour.copies_supported_grants && {
        ...tellAnswer(registration),
        grants: list(registration.asked['grant_types']).join(' '),
      },
    fix: {
      client: { copies_supported_grants: false },
    },
  },
  {
    id: 'unknown-member',
    layer: 'registration',
    reference: rfc(7591, '2', 'client metadata'),
    find: ({ registration }) =>
      registration &&
      /Unrecognized field/.test(registration.seen.error ?? '') &&
      tellAnswer(registration),
    fix: {
      client: { metadata: {} },
      faults: ['unknown-field-400'],
    },
  },
  {
    id: 'metadata-refused',
    layer: 'registration',
    reference: rfc(7591, '3.2.2', 'client registration error response'),
    find: ({ registration }) =>
      registration && registration.seen.status >= 400 && tellAnswer(registration),
    fix: {
      client: { metadata: {} },
      faults: ['name-blank'],
    },
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
        granted !== undefined &&
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
      if (!registration?.granted) return undefined
      const missing = missingFrom(
        registration.asked['grant_types'],
        registration.granted['grant_types'],
      )
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
    id: 'scope-dropped',
    layer: 'registration',
    severity: 'warning',
    reference: rfc(7591, '3.2.1', 'client information response'),
    find: ({ registration }) => {
      if (!registration?.granted) return undefined
      const split = (value: unknown): string[] =>
        typeof value === 'string' ? value.split(' ') : []
      const missing = missingFrom(
        split(registration.asked['scope']),
        split(registration.granted['scope']),
      )
      return missing.length > 0 && { missing: missing.join(' ') }
    },
    fix: { faults: ['scope-dropped'] },
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
        granted !== undefined &&
        asked !== granted && { asked: JSON.stringify(asked), granted: JSON.stringify(granted) }
      )
    },
    fix: {
      client: { metadata: { token_endpoint_auth_method: 'client_secret_basic' } },
    },
  },
]
