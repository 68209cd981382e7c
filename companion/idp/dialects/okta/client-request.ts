import { findOktaRefusals, isOktaApplicationType } from '#shared/oauth/okta-rules.ts'
import { findDangerousUri } from '#shared/oauth/find-dangerous-uri.ts'
import { TOKEN_ENDPOINT_AUTH_METHODS } from '#shared/oauth/vocabulary.ts'
import * as z from '#shared/zod.ts'
import type { IdpClient } from '../../../store/idp-records.ts'
import { OktaOAuthError } from './okta-errors.ts'

const List = z.array(z.string()).nullish()
const Text = z.string().nullish()

const ClientRequest = z.looseObject({
  client_name: z.unknown().optional(),
  application_type: z.string().nullish(),
  redirect_uris: List,
  post_logout_redirect_uris: List,
  response_types: List,
  grant_types: List,
  token_endpoint_auth_method: z.string().nullish(),
  client_uri: Text,
  logo_uri: Text,
  tos_uri: Text,
  policy_uri: Text,
  initiate_login_uri: Text,
  jwks_uri: Text,
  jwks: z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) }).nullish(),
})

/** What a registration asks for, after Okta's defaults. */
export type ClientSettings = Omit<IdpClient, 'client_id' | 'client_id_issued_at' | 'client_secret'>

const RESPONSE_TYPES = ['code', 'token', 'id_token']

/**
 * Reads and checks client metadata as Okta does. What is not in Okta's documented set, such as a
 * `pol` that would name a policy, is ignored.
 *
 * @throws OktaOAuthError 400 `invalid_client_metadata` or `invalid_redirect_uri`.
 *
 * @see [Okta: client application properties](https://developer.okta.com/docs/reference/api/oauth-clients/#client-application-properties)
 */
export function readClientRequest(body: unknown): ClientSettings {
  const parsed = ClientRequest.safeParse(body)
  if (!parsed.success) throw refuseShape(parsed.error)
  const settings = applyDefaults(parsed.data)
  assertKnownValues(settings)
  assertHarmless(settings)
  const refusals = findOktaRefusals(settings)
  const first = refusals[0]
  if (!first) return settings
  throw new OktaOAuthError(400, first.error, refusals.map(({ sentence }) => sentence).join(' '))
}

function applyDefaults(request: z.infer<typeof ClientRequest>): ClientSettings {
  const name = request.client_name
  if (typeof name !== 'string' || name.trim() === '')
    throw invalid('client_name: The field cannot be left blank')
  const { application_type } = request
  if (application_type && !isOktaApplicationType(application_type))
    throw invalid(`'application_type' has an invalid value: ${application_type.slice(0, 50)}.`)
  return {
    client_name: name,
    application_type: (application_type ?? 'web') as ClientSettings['application_type'],
    redirect_uris: request.redirect_uris ?? [],
    post_logout_redirect_uris: request.post_logout_redirect_uris ?? [],
    response_types: request.response_types ?? ['code'],
    grant_types: request.grant_types ?? ['authorization_code'],
    token_endpoint_auth_method: request.token_endpoint_auth_method ?? 'client_secret_basic',
    client_uri: request.client_uri ?? null,
    logo_uri: request.logo_uri ?? null,
    tos_uri: request.tos_uri ?? null,
    policy_uri: request.policy_uri ?? null,
    initiate_login_uri: request.initiate_login_uri ?? null,
    jwks_uri: request.jwks_uri ?? null,
    jwks: request.jwks ?? null,
  }
}

function assertKnownValues(settings: ClientSettings): void {
  const methods: readonly string[] = TOKEN_ENDPOINT_AUTH_METHODS
  if (!methods.includes(settings.token_endpoint_auth_method))
    throw invalid(
      `'token_endpoint_auth_method' has an invalid value: ${settings.token_endpoint_auth_method.slice(0, 50)}.`,
    )
  const unknown = settings.response_types.find((type) => !RESPONSE_TYPES.includes(type))
  if (unknown !== undefined)
    throw invalid(`'response_types' has an invalid value: ${unknown.slice(0, 50)}.`)
}

function assertHarmless(settings: ClientSettings): void {
  const found = findDangerousUri(settings)
  if (!found) return
  const sentence = `'${found.field}' ${found.reason}: ${found.uri}`
  throw found.field.endsWith('redirect_uris') ? invalidRedirect(sentence) : invalid(sentence)
}

function refuseShape(error: z.ZodError): OktaOAuthError {
  const [issue] = error.issues
  const field = String(issue?.path[0] ?? 'The request')
  const sentence = `'${field}' has an invalid value.`
  return field === 'redirect_uris' ? invalidRedirect(sentence) : invalid(sentence)
}

function invalid(sentence: string): OktaOAuthError {
  return new OktaOAuthError(400, 'invalid_client_metadata', sentence)
}

function invalidRedirect(sentence: string): OktaOAuthError {
  return new OktaOAuthError(400, 'invalid_redirect_uri', sentence)
}
