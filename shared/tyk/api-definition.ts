import { hasPortTooHigh, PORT_TOO_HIGH } from '../oauth/complete-url.ts'
import * as z from '../zod.ts'
import { readJwtSource } from './jwt-source.ts'
import { LabSettings, readLabSettings } from './lab-settings.ts'
import { OasDefinition, findOasJwt } from './oas-definition.ts'

/** Characters Tyk allows in the id of an API or a policy. */
export const TYK_ID = /^[A-Za-z0-9._~-]{1,100}$/

const LISTEN_PATH = /^\/(?:[A-Za-z0-9._~-]+\/)*(?:[A-Za-z0-9._~-]+)?$/

const Id = z.string().regex(TYK_ID, 'Use letters, digits, dot, underscore, hyphen or tilde.')
const SkewSeconds = z.number().int().min(0).max(3600).default(0)

export const ListenPath = z
  .string()
  .regex(
    LISTEN_PATH,
    'Start with / and use letters, digits, . _ ~ - between slashes, such as /okta-api/.',
  )
  .refine((path) => !path.split('/').some((part) => part === '.' || part === '..'), {
    message: 'A listen path has no . or .. segment.',
  })
  .refine((path) => path !== '/tyk' && !path.startsWith('/tyk/'), {
    message: 'Tyk keeps /tyk/ for its own routes; choose another path.',
  })

export const TargetUrl = z.string().superRefine((value, context) => {
  const sentence = findTargetProblem(value)
  if (sentence)
    context.addIssue({ code: 'custom', message: sentence, params: { rule: 'target_url' } })
})

function findTargetProblem(value: string): string | undefined {
  if (hasPortTooHigh(value)) return PORT_TOO_HIGH
  if (!URL.canParse(value)) return 'Write a whole address, such as http://127.0.0.1:8794.'
  const url = new URL(value)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'Use http or https.'
  if (url.username || url.password) return 'Leave user name and password out of the address.'
  if (url.hash) return 'Leave the # and what follows it out.'
  return undefined
}

const JwtSource = z
  .string()
  .refine((source) => source === '' || readJwtSource(source) !== undefined, {
    message:
      'Give the JWKS address, plain or base64-encoded, or a public key (PEM or DER), base64-encoded.',
  })

/** Tyk's mapping of OAuth scopes to policies. */
const ScopeRules = z.looseObject({
  scope_claim_name: z.string().optional(),
  scope_to_policy: z.record(z.string(), Id).optional(),
})

const VersionData = z
  .looseObject({
    not_versioned: z.boolean().default(true),
    default_version: z.string().default(''),
    versions: z.record(z.string(), z.looseObject({ name: z.string() })),
  })
  .default({
    not_versioned: true,
    default_version: '',
    versions: { Default: { name: 'Default', use_extended_paths: true } },
  })

/**
 * The part of Tyk's classic API definition that this gateway acts on. Members it does not know are
 * kept, so that what was pasted from Tyk can be exported again.
 *
 * @see [Tyk: API definition objects](https://tyk.io/docs/tyk-gateway-api/api-definition-objects/)
 */
export const ApiDefinition = z
  .looseObject({
    name: z.string().trim().min(1, 'Give the API a name.').max(200),
    api_id: Id,
    org_id: z.string().default('default'),
    slug: z.string().optional(),
    active: z.boolean().default(true),
    use_keyless: z.boolean().default(false),
    enable_jwt: z.boolean().default(true),
    jwt_signing_method: z.enum(['rsa', 'ecdsa', 'hmac']).default('rsa'),
    jwt_source: JwtSource.default(''),
    jwt_identity_base_field: z.string().max(200).default('sub'),
    jwt_policy_field_name: z.string().max(200).default(''),
    jwt_default_policies: z.array(Id).default([]),
    scopes: z.looseObject({ jwt: ScopeRules.optional() }).optional(),
    jwt_scope_claim_name: z.string().optional(),
    jwt_scope_to_policy_mapping: z.record(z.string(), Id).nullish(),
    jwt_skip_kid: z.boolean().default(true),
    jwt_issued_at_validation_skew: SkewSeconds,
    jwt_expires_at_validation_skew: SkewSeconds,
    jwt_not_before_validation_skew: SkewSeconds,
    strip_auth_data: z.boolean().default(false),
    auth_configs: z
      .looseObject({
        jwt: z
          .looseObject({
            auth_header_name: z.string().default('Authorization'),
            disable_header: z.boolean().optional(),
            use_param: z.boolean().optional(),
            param_name: z.string().optional(),
            use_cookie: z.boolean().optional(),
            cookie_name: z.string().optional(),
          })
          .default({ auth_header_name: 'Authorization' }),
      })
      .default({ jwt: { auth_header_name: 'Authorization' } }),
    definition: z
      .looseObject({ location: z.string(), key: z.string() })
      .default({ location: 'header', key: 'x-api-version' }),
    version_data: VersionData,
    config_data: z.looseObject({ dcr_lab: LabSettings.optional() }).nullish(),
    oas: OasDefinition.optional().describe(
      'The Tyk OAS definition that this one was imported from; brings rules that classic ones lack',
    ),
    proxy: z.looseObject({
      listen_path: ListenPath,
      target_url: TargetUrl,
      strip_listen_path: z.boolean().default(true),
      preserve_host_header: z.boolean().default(false),
      disable_strip_slash: z.boolean().default(false),
    }),
  })
  .superRefine((definition, context) => {
    const message = findProfileProblem(definition)
    if (message === undefined) return
    const path = ['config_data', 'dcr_lab', 'allowed_issuers']
    context.addIssue({ code: 'custom', path, message, params: { rule: 'issuer_needed' } })
  })
  .meta({ id: 'ApiDefinition', description: "Tyk's classic API definition" })

export type ApiDefinition = z.infer<typeof ApiDefinition>

/** A client that is sent to the metadata has to find its authorization server there. */
function findProfileProblem(definition: {
  config_data?: { dcr_lab?: LabSettings | undefined } | null | undefined
  oas?: OasDefinition | undefined
}): string | undefined {
  const lab = readLabSettings(definition)
  if (lab.error_profile !== 'rfc6750' || lab.allowed_issuers.length > 0) return undefined
  const issuers = definition.oas && findOasJwt(definition.oas)?.jwt.allowedIssuers
  return issuers && issuers.length > 0
    ? undefined
    : 'Name the issuer: with the error profile rfc6750 clients are told where to get a token.'
}
