import * as z from '../zod.ts'
import { TykNumber } from './tyk-number.ts'
import { dropNulls } from './go/go-json.ts'
import { FieldName } from './http-fields.ts'
import { hasUserInfo } from './jwt-source.ts'
import { GatewayExtras } from './gateway-extras.ts'
import { OasDefinition, findOasJwt } from './oas/oas-definition.ts'
import { AnyTarget, isHttpTarget } from './target-url.ts'
import { Expiry, VersionData, VersionLocation } from './version-data.ts'

/** Characters Tyk allows in the id of an API or a policy. */
export const TYK_ID = /^[A-Za-z0-9._~-]{1,100}$/

/** Segments of plain characters, or Tyk's parameters: `{id}` and `{id:[0-9]+}`. */
const LISTEN_PATH =
  /^\/(?:(?:[A-Za-z0-9._~-]+|\{\w+(?::[^{}/\s]+)?\})\/)*(?:[A-Za-z0-9._~-]+|\{\w+(?::[^{}/\s]+)?\})?$/

const Id = z.string().regex(TYK_ID, 'Use letters, digits, dot, underscore, hyphen or tilde.')
const SkewSeconds = TykNumber.int().min(0).optional()

const LISTEN_PATH_HELP =
  'Start with / and use letters, digits, . _ ~ - or a parameter such as {id} between slashes, as in /okta-api/.'

export const ListenPath = z
  .string()
  .regex(LISTEN_PATH, LISTEN_PATH_HELP)
  .refine((path) => !path.split('/').some((part) => part === '.' || part === '..'), {
    message: 'A listen path has no . or .. segment.',
  })
  .refine((path) => path !== '/tyk' && !path.startsWith('/tyk/'), {
    message: 'Tyk keeps /tyk/ for its own routes; choose another path.',
  })

const JwtSource = z.string().refine((source) => !hasUserInfo(source), {
  message: 'Leave user name and password out of the address.',
})

/** Tyk's mapping of OAuth scopes to policies. */
const ScopeRules = z.looseObject({
  scope_claim_name: z.string().optional(),
  scope_to_policy: z.record(z.string(), Id).optional(),
})

const Places = z.looseObject({
  auth_header_name: z.string().optional(),
  disable_header: z.boolean().optional(),
  use_param: z.boolean().optional(),
  param_name: z.string().optional(),
  use_cookie: z.boolean().optional(),
  cookie_name: z.string().optional(),
})

/** @see [Tyk: CORS](https://tyk.io/docs/tyk-apis/tyk-gateway-api/api-definition-objects/cors/) */
const Cors = z.looseObject({
  enable: z.boolean().optional(),
  allowed_origins: z.array(z.string()).optional(),
  allowed_methods: z.array(z.string()).optional(),
  allowed_headers: z.array(z.string()).optional(),
  exposed_headers: z.array(FieldName).optional(),
  allow_credentials: z.boolean().optional(),
  max_age: TykNumber.int().optional(),
  options_passthrough: z.boolean().optional(),
})

/**
 * The part of Tyk's classic API definition that this gateway acts on. Members it does not know are
 * kept, so that what was pasted from Tyk can be exported again; so are those of APIs that it does not serve.
 *
 * @see [Tyk: API definition objects](https://tyk.io/docs/tyk-gateway-api/api-definition-objects/)
 */
const ApiMembers = z
  .looseObject({
    name: z.string().trim().min(1, 'Give the API a name.').max(200),
    api_id: Id,
    org_id: z.string().optional(),
    slug: z.string().optional(),
    active: z.boolean().optional(),
    use_keyless: z.boolean().optional(),
    enable_jwt: z.boolean().optional(),
    jwt_signing_method: z
      .string()
      .optional()
      .describe('rsa, ecdsa or hmac; Tyk takes every other word for hmac'),
    jwt_source: JwtSource.optional(),
    jwt_identity_base_field: z.string().max(200).optional(),
    jwt_policy_field_name: z.string().max(200).optional(),
    jwt_default_policies: z.array(Id).optional(),
    scopes: z.looseObject({ jwt: ScopeRules.optional() }).optional(),
    jwt_scope_claim_name: z.string().optional(),
    jwt_scope_to_policy_mapping: z.record(z.string(), Id).nullish(),
    jwt_skip_kid: z.boolean().optional(),
    jwt_issued_at_validation_skew: SkewSeconds,
    jwt_expires_at_validation_skew: SkewSeconds,
    jwt_not_before_validation_skew: SkewSeconds,
    strip_auth_data: z.boolean().optional(),
    auth_configs: z
      .looseObject({ jwt: Places.optional(), authToken: Places.optional() })
      .optional(),
    auth: Places.optional().describe(
      'Where the token is looked for when auth_configs does not say',
    ),
    definition: VersionLocation.optional(),
    version_data: VersionData.optional(),
    expiration: Expiry.optional(),
    internal: z.boolean().optional(),
    CORS: Cors.optional(),
    global_rate_limit: z
      .looseObject({
        rate: TykNumber.optional(),
        per: TykNumber.optional(),
        disabled: z.boolean().optional(),
      })
      .optional(),
    disable_rate_limit: z.boolean().optional(),
    disable_quota: z.boolean().optional(),
    ip_access_control_disabled: z.boolean().optional(),
    enable_ip_whitelisting: z.boolean().optional(),
    enable_ip_blacklisting: z.boolean().optional(),
    allowed_ips: z.array(z.string()).optional(),
    blacklisted_ips: z.array(z.string()).optional(),
    config_data: z.looseObject({ dcr_lab: GatewayExtras.optional() }).nullish(),
    oas: OasDefinition.optional().describe(
      'The Tyk OAS definition that this one was imported from; brings rules that classic ones lack',
    ),
    proxy: z.looseObject({
      listen_path: z.literal('').or(ListenPath).optional(),
      target_url: AnyTarget.optional(),
      strip_listen_path: z.boolean().optional(),
      preserve_host_header: z.boolean().optional(),
      disable_strip_slash: z.boolean().optional(),
    }),
  })
  .superRefine((definition, context) => {
    if (!definition.proxy.listen_path && isHttpTarget(definition.proxy.target_url)) {
      const path = ['proxy', 'listen_path']
      context.addIssue({ code: 'custom', path, message: LISTEN_PATH_HELP })
    }
    const message = findProfileProblem(definition)
    if (message === undefined) return
    const path = ['config_data', 'dcr_lab', 'allowed_issuers']
    context.addIssue({ code: 'custom', path, message, params: { rule: 'issuer_needed' } })
  })
  .meta({ id: 'ApiDefinition', description: "Tyk's classic API definition" })

/**
 * An API definition as it comes from outside; a null in it is a member left out, as in Go. What was left out
 * stays left out: `readApi` says what that means. Tyk asks for no name; people do, and get the id.
 */
export const ApiDefinition = z.preprocess((value: z.input<typeof ApiMembers>) => {
  const definition = dropNulls(value)
  const isNameless = typeof definition === 'object' && !Object.hasOwn(definition, 'name')
  return isNameless ? { ...definition, name: definition.api_id } : definition
}, ApiMembers)

export type ApiDefinition = z.infer<typeof ApiDefinition>

export type TokenPlaces = z.infer<typeof Places>

/** Where a token is looked for: with JWTs in other members than with auth tokens; `auth` is older than both. */
export function readTokenPlaces({ auth_configs, auth, enable_jwt }: ApiDefinition): TokenPlaces {
  const own = enable_jwt ? auth_configs?.jwt : auth_configs?.authToken
  return own ?? auth ?? {}
}

/** A client that is sent to the metadata has to find its authorization server there. */
function findProfileProblem(definition: {
  config_data?: { dcr_lab?: GatewayExtras | undefined } | null | undefined
  oas?: OasDefinition | undefined
}): string | undefined {
  // What is wrong with the settings themselves is told already.
  const lab = GatewayExtras.safeParse(definition.config_data?.dcr_lab ?? {}).data
  if (lab?.error_profile !== 'rfc6750' || lab.allowed_issuers.length > 0) return undefined
  const issuers = definition.oas && findOasJwt(definition.oas)?.jwt.allowedIssuers
  return issuers && issuers.length > 0
    ? undefined
    : 'Name the issuer: with the error profile rfc6750 clients are told where to get a token.'
}
