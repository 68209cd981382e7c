import type { FaultId, EndpointKind } from '#shared/faults/fault.ts'
import { findOktaRefusals } from '#shared/oauth/okta-rules.ts'
import { type FaultAnswer, type FaultCall, readTexts, refusal } from './fault-call.ts'

interface Refusal {
  id: FaultId
  /** Left out: every call. */
  places?: readonly EndpointKind[]
  /** `undefined` lets the call through, and does not count as a use. */
  answer: (call: FaultCall) => FaultAnswer | undefined
}

const REGISTRATION = ['registration'] as const
const TOKEN = ['token'] as const

/** Faults that answer in place of the dialect, the ones of the wire first. */
const REFUSALS: readonly Refusal[] = [
  { id: 'outage', answer: () => ({ status: 503, headers: { 'retry-after': '5' }, body: '' }) },
  {
    id: 'html-error-page',
    answer: () => ({ status: 502, body: '<html><body><h1>502 Bad Gateway</h1></body></html>' }),
  },
  {
    id: 'rate-limit',
    // Okta limits neither metadata nor keys.
    places: ['registration', 'management', 'token'],
    answer: ({ now }) => ({
      status: 429,
      headers: {
        'retry-after': '30',
        'x-rate-limit-limit': '600',
        'x-rate-limit-remaining': '0',
        'x-rate-limit-reset': String(Math.ceil(now() / 1000) + 30),
      },
      body: {
        errorCode: 'E0000047',
        errorSummary: 'API call exceeded rate limit due to too many requests.',
      },
    }),
  },
  { id: 'empty-500', places: REGISTRATION, answer: () => ({ status: 500 }) },
  {
    id: 'csrf-refused',
    places: REGISTRATION,
    answer: ({ headers }) =>
      headers['referer'] === undefined
        ? {
            status: 403,
            body: '<h1>Forbidden</h1><p>CSRF verification failed. Request aborted. Referer checking failed: no Referer.</p>',
          }
        : undefined,
  },
  {
    id: 'origin-refused',
    answer: ({ headers }) =>
      headers['origin'] === undefined
        ? undefined
        : refusal(403, 'access_denied', 'Browser requests are not allowed here.'),
  },
  {
    id: 'trusted-hosts',
    places: REGISTRATION,
    answer: () =>
      refusal(
        403,
        'insufficient_scope',
        "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.",
      ),
  },
  {
    id: 'iat-missing',
    places: REGISTRATION,
    answer: ({ headers }) =>
      headers['authorization'] === undefined
        ? refusal(401, 'invalid_token', 'no access token provided')
        : undefined,
  },
  {
    id: 'iat-expired',
    places: REGISTRATION,
    answer: () => refusal(401, 'invalid_token', 'Expired initial access token'),
  },
  {
    id: 'iat-exhausted',
    places: REGISTRATION,
    answer: () => refusal(401, 'invalid_token', 'No remaining count on initial access token'),
  },
  {
    id: 'iat-other-host',
    places: REGISTRATION,
    // In Keycloak's words, which does not tell a foreign token from a broken one.
    answer: ({ headers }) =>
      headers['authorization'] === undefined
        ? undefined
        : refusal(401, 'invalid_token', 'Failed decode token'),
  },
  { id: 'ssws-only', places: REGISTRATION, answer: (call) => refuseScheme(call, 'SSWS') },
  { id: 'bearer-only', places: REGISTRATION, answer: (call) => refuseScheme(call, 'Bearer') },
  {
    id: 'name-blank',
    places: REGISTRATION,
    answer: () =>
      refusal(400, 'invalid_client_metadata', 'client_name: The field cannot be left blank'),
  },
  {
    id: 'redirect-mandatory',
    places: REGISTRATION,
    answer: ({ body }) =>
      readTexts(body['redirect_uris']).length === 0
        ? refusal(400, 'invalid_redirect_uri', 'redirect_uris is mandatory property')
        : undefined,
  },
  {
    id: 'redirect-fragment',
    places: REGISTRATION,
    answer: () =>
      refusal(400, 'invalid_redirect_uri', "'redirect_uris' must not contain a fragment"),
  },
  { id: 'unknown-field-400', places: REGISTRATION, answer: refuseUnknownMember },
  {
    id: 'reject-grant',
    places: REGISTRATION,
    answer: ({ body }) => {
      const grant = readTexts(body['grant_types']).find((name) => name !== 'client_credentials')
      return grant === undefined
        ? undefined
        : refusal(400, 'invalid_client_metadata', `grant_types contains unsupported value ${grant}`)
    },
  },
  { id: 'okta-coupling-web', places: REGISTRATION, answer: (call) => refuseCoupling(call, 'web') },
  {
    id: 'okta-coupling-service',
    places: REGISTRATION,
    answer: (call) => refuseCoupling(call, 'service'),
  },
  {
    id: 'delete-204-but-lives',
    places: ['management'],
    answer: ({ method }) => (method === 'DELETE' ? { status: 204 } : undefined),
  },
  { id: 'no-7592', places: ['management'], answer: () => refusal(405, 'method_not_allowed') },
  { id: 'jwks-500', places: ['keys'], answer: () => ({ status: 500 }) },
  {
    id: 'no-policy',
    places: TOKEN,
    answer: () =>
      refusal(
        400,
        'access_denied',
        'Policy evaluation failed for this request, please check the policy configurations.',
      ),
  },
  {
    id: 'policy-wrong-grant',
    places: TOKEN,
    answer: () =>
      refusal(
        400,
        'unauthorized_client',
        'The client is not authorized to use the provided grant type.',
      ),
  },
  {
    id: 'consent-required',
    places: TOKEN,
    answer: () =>
      refusal(
        400,
        'consent_required',
        'The following scopes require user consent and cannot be granted for the client credentials grant type.',
      ),
  },
  {
    id: 'scope-unknown',
    places: TOKEN,
    answer: ({ body }) =>
      body['scope'] === undefined || body['scope'] === ''
        ? undefined
        : refusal(
            400,
            'invalid_scope',
            `Invalid scopes: ${JSON.stringify(body['scope']).slice(0, 200)}`,
          ),
  },
  {
    id: 'no-default-scope',
    places: TOKEN,
    answer: ({ body }) =>
      body['scope'] === undefined || body['scope'] === ''
        ? refusal(
            400,
            'invalid_scope',
            "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
          )
        : undefined,
  },
  {
    id: 'dpop-required',
    places: TOKEN,
    answer: ({ headers }) =>
      headers['dpop'] === undefined
        ? refusal(400, 'invalid_dpop_proof', 'The DPoP proof JWT header is missing.')
        : undefined,
  },
  {
    id: 'basic-only',
    places: TOKEN,
    answer: ({ body }) =>
      body['client_secret'] === undefined
        ? undefined
        : refusal(401, 'invalid_client', 'client authentication failed'),
  },
]

/** @returns The answer of the first fault that has one; that fault counts as used. */
export function findFaultAnswer(call: FaultCall): FaultAnswer | undefined {
  const { injector, dialect, place } = call
  const on = new Set(injector.list().map(({ id }) => id))
  for (const { id, places, answer } of REFUSALS) {
    if (!on.has(id) || (places && !places.includes(place))) continue
    const found = answer(call)
    if (found && injector.take(id, dialect)) return found
  }
  return undefined
}

function refuseScheme({ headers }: FaultCall, scheme: string): FaultAnswer | undefined {
  const sent = String(headers['authorization'] ?? '')
  if (sent.toLowerCase().startsWith(`${scheme.toLowerCase()} `)) return undefined
  return scheme === 'SSWS'
    ? { status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } }
    : refusal(401, 'invalid_token', 'A Bearer token is wanted here')
}

const KNOWN = new Set(
  `redirect_uris token_endpoint_auth_method grant_types response_types client_name client_uri logo_uri
  scope contacts tos_uri policy_uri jwks_uri jwks software_id software_version`.split(/\s+/),
)

function refuseUnknownMember({ body }: FaultCall): FaultAnswer | undefined {
  const name = Object.keys(body).find((member) => !KNOWN.has(member))
  if (name === undefined) return undefined
  return refusal(
    400,
    `Invalid json representation for OIDCClientRepresentation. Unrecognized field "${name}" at line 1 column 9.`,
  )
}

function refuseCoupling(
  { body }: FaultCall,
  application_type: 'web' | 'service',
): FaultAnswer | undefined {
  const [first] = findOktaRefusals({
    application_type,
    grant_types: readTexts(body['grant_types']),
    response_types: readTexts(body['response_types']),
    redirect_uris: readTexts(body['redirect_uris']),
  })
  return first && refusal(400, first.error, first.sentence)
}
