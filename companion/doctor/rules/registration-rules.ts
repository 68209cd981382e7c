import type { Evidence } from '../evidence.ts'
import { issue, rfc, type Rule } from '../rule.ts'

type Registration = NonNullable<Evidence['registration']>

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function words({ seen }: Registration): string {
  return `${seen.status} ${[seen.error, seen.description].filter(Boolean).join(': ')}`.trim()
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
    title: 'The registration endpoint does not answer browsers',
    expected: 'Access-Control-Allow-Origin in the answer to the preflight.',
    cause:
      'The client runs in a web page, and the provider sends no CORS headers for its registration endpoint.',
    reference: PREFLIGHT,
    find: ({ preflight, behaviour }) =>
      behaviour.kind === 'browser' &&
      preflight !== undefined &&
      preflight.allowedOrigin === undefined &&
      `OPTIONS answered ${preflight.status} without Access-Control-Allow-Origin.`,
    remedy: { label: 'Let the companion send the call', client: { kind: 'tool' } },
  },
  {
    id: 'empty-500',
    pain: 28,
    layer: 'registration',
    title: 'The provider fails without a word',
    expected: '400 with error and error_description.',
    cause:
      'The provider broke on something in the metadata and sent 500 where the standard asks for an error document.',
    reference: issue('different-ai/openwork', 3599),
    find: ({ registration }) =>
      registration &&
      registration.seen.status >= 500 &&
      registration.seen.error === undefined &&
      `POST answered ${registration.seen.status} with ${registration.seen.text.length === 0 ? 'an empty body' : 'no error document'}.`,
    remedy: { label: 'Look into the provider’s log', faults: ['empty-500', 'html-error-page'] },
  },
  {
    id: 'rate-limited',
    layer: 'registration',
    title: 'The provider’s rate limit is reached',
    expected: 'Fewer calls, or a pause.',
    cause: 'More calls were made than the provider allows in this time.',
    reference: rfc(6585, '4', '429 Too Many Requests'),
    find: ({ registration }) => registration?.seen.status === 429 && words(registration),
    remedy: { label: 'Wait and examine again', faults: ['rate-limit'] },
  },
  {
    id: 'okta-coupling',
    pain: 1,
    layer: 'registration',
    title: 'Grants, response types and application type do not agree',
    expected: 'What Okta couples: token with implicit, web with authorization_code.',
    cause:
      'Okta refuses a web application that has client credentials alone; as "service" it would be taken.',
    reference: issue('TykTechnologies/tyk', 3561),
    find: ({ registration }) =>
      registration &&
      /must contain/.test(registration.seen.description ?? '') &&
      words(registration),
    remedy: {
      label: 'Register a service application',
      client: { metadata: {} },
      faults: ['okta-coupling-web'],
    },
  },
  {
    id: 'redirect-fragment',
    layer: 'registration',
    title: 'A redirect URI has a fragment',
    expected: 'Redirect URIs without "#" and what follows it.',
    cause: 'The answer to the browser is put behind the address; a fragment would swallow it.',
    reference: rfc(6749, '3.1.2', 'redirection endpoint'),
    find: ({ registration }) =>
      registration &&
      registration.seen.status === 400 &&
      /fragment/i.test(registration.seen.description ?? '') &&
      words(registration),
    remedy: {
      label: 'Leave the fragment out',
      client: { metadata: {} },
      faults: ['redirect-fragment'],
    },
  },
  {
    id: 'redirect-mandatory',
    pain: 26,
    layer: 'registration',
    title: 'A redirect URI is demanded for client credentials',
    expected: 'No redirect URI for a grant that redirects nobody.',
    cause: 'The provider holds redirect_uris mandatory whatever the grant, against RFC 7591.',
    reference: issue('wso2/product-is', 5753),
    find: ({ registration }) =>
      registration &&
      registration.seen.status === 400 &&
      /redirect/i.test(`${registration.seen.error} ${registration.seen.description}`) &&
      list(registration.asked['redirect_uris']).length === 0 &&
      words(registration),
    remedy: {
      label: 'Send any redirect URI of your own',
      client: { metadata: { redirect_uris: ['https://client.dcr-lab.test/callback'] } },
    },
  },
  {
    id: 'advertised-grant-refused',
    pain: 23,
    layer: 'registration',
    title: 'The provider refuses a grant that it advertises',
    expected: 'The grants that the client uses, and no others.',
    cause:
      'The client copied grant_types_supported into its registration; not every grant that exists is open to every client.',
    reference: issue('Zoo-Code-Org/Zoo-Code', 1531),
    find: ({ registration, behaviour }) =>
      registration &&
      registration.seen.status === 400 &&
      behaviour.copies_supported_grants &&
      `${words(registration)} Asked for: ${list(registration.asked['grant_types']).join(' ')}`,
    remedy: {
      label: 'Ask for client_credentials alone',
      client: { copies_supported_grants: false },
    },
  },
  {
    id: 'unknown-member',
    layer: 'registration',
    title: 'The provider refuses a member that it does not know',
    expected: 'A server that ignores unknown members.',
    cause: 'The provider’s parser is strict, against RFC 7591 §2.',
    reference: rfc(7591, '2', 'client metadata'),
    find: ({ registration }) =>
      registration &&
      /Unrecognized field/.test(registration.seen.error ?? '') &&
      words(registration),
    remedy: {
      label: 'Leave the member out',
      client: { metadata: {} },
      faults: ['unknown-field-400'],
    },
  },
  {
    id: 'metadata-refused',
    layer: 'registration',
    title: 'The provider refuses the metadata',
    expected: '201 with the client.',
    cause: 'Something in the metadata is not to the provider’s liking; its words say what.',
    reference: rfc(7591, '3.2.2', 'client registration error response'),
    find: ({ registration }) =>
      registration && registration.seen.status >= 400 && words(registration),
    remedy: {
      label: 'Correct the metadata',
      client: { metadata: {} },
      faults: ['name-blank'],
    },
  },
  {
    id: 'application-type-changed',
    pain: 2,
    layer: 'registration',
    severity: 'warning',
    title: 'The client is registered as another type than asked',
    expected: 'The application type that was asked for.',
    cause:
      'What sends the registration says "web" whatever the documentation says, and the provider holds the client to it.',
    reference: issue('TykTechnologies/tyk-docs-hugo', 3051),
    find: ({ registration }) => {
      const asked = registration?.asked['application_type']
      const granted = registration?.granted?.['application_type']
      return (
        asked !== undefined &&
        granted !== undefined &&
        asked !== granted &&
        `Asked ${JSON.stringify(asked)}, granted ${JSON.stringify(granted)}.`
      )
    },
    remedy: {
      label: 'Take what was granted, or correct what sends it',
      faults: ['application-type-changed'],
    },
  },
  {
    id: 'grant-dropped',
    pain: 17,
    layer: 'registration',
    title: 'A grant that was asked for is not granted',
    expected: 'Every grant that was asked for.',
    cause: 'The provider leaves grants out without a word; a later token request will be refused.',
    reference: issue('keycloak/keycloak', 32_801),
    find: ({ registration }) => {
      if (!registration?.granted) return undefined
      const missing = missingFrom(
        registration.asked['grant_types'],
        registration.granted['grant_types'],
      )
      return missing.length > 0 && `Not granted: ${missing.join(', ')}.`
    },
    remedy: { label: 'Allow the grant at the provider', faults: ['grant-dropped'] },
  },
  {
    id: 'secret-missing',
    pain: 18,
    layer: 'registration',
    title: 'A client that authenticates with a secret got none',
    expected: 'client_secret in the answer.',
    cause: 'The provider does not make secrets for this authentication method.',
    reference: issue('keycloak/keycloak', 12_565),
    find: ({ registration }) => {
      const method = String(registration?.granted?.['token_endpoint_auth_method'])
      return (
        registration?.granted !== undefined &&
        !registration.hasSecret &&
        method.startsWith('client_secret') &&
        `${method} was granted without a client_secret.`
      )
    },
    remedy: {
      label: 'Ask for another authentication method',
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
    title: 'A scope that was asked for is not granted',
    expected: 'Every scope that was asked for.',
    cause: 'The provider leaves scopes out without a word; tokens will not carry them.',
    reference: rfc(7591, '3.2.1', 'client information response'),
    find: ({ registration }) => {
      if (!registration?.granted) return undefined
      const split = (value: unknown): string[] =>
        typeof value === 'string' ? value.split(' ') : []
      const missing = missingFrom(
        split(registration.asked['scope']),
        split(registration.granted['scope']),
      )
      return missing.length > 0 && `Not granted: ${missing.join(' ')}.`
    },
    remedy: { label: 'Allow the scope at the provider', faults: ['scope-dropped'] },
  },
  {
    id: 'secret-ends-soon',
    layer: 'registration',
    severity: 'warning',
    title: 'The client’s secret ends within the hour',
    expected: 'A secret that outlives the app’s next start, or an app that renews it in time.',
    cause: 'The provider gives secrets a short life; nothing fails until it is over.',
    reference: rfc(7591, '3.2.1', 'client information response'),
    find: ({ registration, nowSeconds }) => {
      const endsAt = Number(registration?.granted?.['client_secret_expires_at'] ?? 0)
      const left = endsAt - nowSeconds
      return endsAt > 0 && left > 0 && left <= WARNING_SECONDS && `It ends in ${left} s.`
    },
    remedy: { label: 'Renew it before, or have it live longer', faults: ['secret-expiry'] },
  },
  {
    id: 'auth-method-changed',
    pain: 12,
    layer: 'registration',
    severity: 'warning',
    title: 'The provider changed the authentication method',
    expected: 'The method that was asked for, or a client that reads the answer.',
    cause: 'A provider may grant something else than was asked; the answer is what holds.',
    reference: issue('keycloak/keycloak', 44_403),
    find: ({ registration }) => {
      const asked = registration?.asked['token_endpoint_auth_method']
      const granted = registration?.granted?.['token_endpoint_auth_method']
      return (
        granted !== undefined &&
        asked !== granted &&
        `Asked ${JSON.stringify(asked)}, granted ${JSON.stringify(granted)}.`
      )
    },
    remedy: {
      label: 'Ask for what the provider grants',
      client: { metadata: { token_endpoint_auth_method: 'client_secret_basic' } },
    },
  },
]
